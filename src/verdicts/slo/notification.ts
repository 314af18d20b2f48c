/** The state of all objectives together: `cannot_tell` where one of them cannot be judged and none is violated. */
export type SloState = 'met' | 'violated' | 'cannot_tell'

/** The last notification that was delivered to a target. */
export interface LastNotification {
  state: SloState
  /** Milliseconds since the epoch. */
  deliveredAt: number
}

/** Whether to notify of a state, and why not. */
export type NotificationDecision = 'send' | 'unchanged' | 'cooling_down'

/**
 * Whether to notify of the present state: once for each change. A target that was never notified hears of a state that
 * is not `met`. Within `coolDownMs` after a delivery nothing is sent: a state that still differs from the delivered one
 * is sent by the first check after it. Pure.
 */
export function decideNotification(
  last: LastNotification | undefined,
  state: SloState,
  { now, coolDownMs }: { now: number; coolDownMs: number },
): NotificationDecision {
  if (state === (last?.state ?? 'met')) return 'unchanged'
  // Not before the delivery: a clock that was set back must not silence a target.
  const sinceDelivery = last === undefined ? Infinity : now - last.deliveredAt
  return sinceDelivery >= 0 && sinceDelivery < coolDownMs ? 'cooling_down' : 'send'
}
