import type { Source } from '../../source.ts'
import { CANDIDATES, cellOf } from '../policies/evidence/cells.ts'

/** What a log says of one message that was routed, answered and judged. */
export interface LoggedMessage {
  conversation: string
  weight: number
  source: Source
  /** Probability with which it went to `source`, over both buckets and the experiment's draw. */
  propensity: number
  /** 0 to 1. */
  quality: number
  latencyS: number
}

/** Messages that can tell what another boundary would have been worth. */
export interface Usable {
  messages: LoggedMessage[]
  /** How many of them might have gone to either source. */
  drawn: number
  /** Left out: another boundary would have sent them elsewhere, and nothing was left to chance. */
  certain: number
}

/** Leaves out what says nothing about other routes; what no candidate would have sent elsewhere is of use as it is. */
export function usable(messages: readonly LoggedMessage[]): Usable {
  const between = (weight: number) => cellOf(weight) > 0 && cellOf(weight) < CANDIDATES.length
  const kept = messages.filter(({ weight, propensity }) => !between(weight) || propensity < 1)
  return {
    messages: kept,
    drawn: kept.filter(({ weight }) => between(weight)).length,
    certain: messages.length - kept.length,
  }
}
