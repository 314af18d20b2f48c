import type { Limits } from './settings.ts'

/** The limits, each capped at `most` milliseconds. Pure. */
export function limitsUpTo(most: number, { connect, load, warmUp, firstToken, idle, total }: Limits): Limits {
  const capped = (ms: number) => Math.min(ms, most)
  return {
    connect: capped(connect),
    load: capped(load),
    warmUp: capped(warmUp),
    firstToken: capped(firstToken),
    idle: capped(idle),
    total: capped(total),
  }
}
