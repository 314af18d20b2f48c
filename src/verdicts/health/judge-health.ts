import { percent } from '../../text/amounts.ts'
import { counted } from '../../text/counted.ts'
import type { Basis } from '../golden.ts'
import type { SetSummary } from '../summary.ts'
import type { HealthMeasure, HealthRange, HealthRanges } from './ranges.ts'

/** What is known of one golden set of a run. */
export interface SetHealthFacts extends Pick<SetSummary, 'set' | 'total' | 'ran' | 'unjudged' | 'basis'> {
  /** Milliseconds; null: not known. */
  latency: { p50: number | null; p95: number | null }
  /** Share of the goldens that ran and passed, 0 to 1; null: not known. */
  passRate: number | null
  /** The set's own objective for the pass rate; null: it has none. */
  passRateObjective: number | null
  /** Questions that got no reply, whose latency is not known. */
  lost: number
  routing: SetSummary['routing'] | null
}

/** What is known of a run. A string: why the drift is not known. */
export interface HealthFacts {
  sets: readonly SetHealthFacts[]
  /** Why there are no sets. Default: there is no run. */
  noSets?: string
  drift: number | string
}

/**
 * One measure, judged. `outside`: not healthy, and not a red flag either; a latency below its range is healthy, unless the
 * range has a red flag there. `unknown` is never healthy.
 */
export interface HealthSign {
  measure: HealthMeasure
  /** null: the measure is of the run, or of the router. */
  set: string | null
  /** null: not known. */
  value: number | null
  state: 'healthy' | 'outside' | 'red_flag' | 'unknown'
  range: HealthRange
  /** What a latency rests on; left out: the measure has none. */
  basis?: Basis
  /** Why it is unknown, or a red flag for another reason than its limits; or that it is outside, but meets its objective. */
  reason?: string
}

type Judged = Pick<HealthSign, 'state' | 'reason'>

/** A value that misses a limit by less than this is a rounding error of binary fractions. */
const ROUNDING = 1e-9

/**
 * Judges a run by ranges: pass rate and latency of each set, traffic of all sets, drift of the router. What was not
 * measured, not judged, or of a part of a set only, is unknown, unless it would be the same in any case. Pure.
 */
export function judgeHealth({ sets, noSets = NO_RUN, drift }: HealthFacts, ranges: HealthRanges): HealthSign[] {
  return [
    ...sets.flatMap((set) => [
      passSign(set, ranges),
      latencySign('p50Ms', set, ranges),
      latencySign('p95Ms', set, ranges),
    ]),
    ...(sets.length === 0 ? withoutSets(noSets, ranges) : [trafficSign(sets, ranges)]),
    driftSign(drift, ranges),
  ]
}

/** Why nothing is known where no run was made. */
export const NO_RUN = 'there is no run'

function withoutSets(reason: string, ranges: HealthRanges): HealthSign[] {
  return (['passRate', 'p50Ms', 'p95Ms', 'mainShare'] as const).map((measure) => {
    return { measure, set: null, value: null, range: ranges[measure], ...unknown(reason) }
  })
}

function driftSign(drift: number | string, { boundaryDrift: range }: HealthRanges): HealthSign {
  const facts = { measure: 'boundaryDrift', set: null, range } as const
  if (typeof drift === 'string') return { ...facts, value: null, ...unknown(drift) }
  return { ...facts, value: drift, ...within(drift, range) }
}

/** The red flags among the signs. Pure. */
export function redFlags(signs: readonly HealthSign[]): HealthSign[] {
  return signs.filter(({ state }) => state === 'red_flag')
}

function withinLatencies(value: number, range: HealthRange): Judged {
  return within(value, isFasterHealthy(range) ? { ...range, from: -Infinity } : range)
}

/** Whether latencies below the range are healthy. Pure. */
export function isFasterHealthy({ redBelow }: HealthRange): boolean {
  return redBelow === null
}

function within(value: number, { from, to, redBelow, redAbove }: HealthRange): Judged {
  if (!Number.isFinite(value)) return { state: 'unknown', reason: 'it is not a number' }
  if (redBelow !== null && value < redBelow - ROUNDING) return { state: 'red_flag' }
  if (redAbove !== null && value > redAbove + ROUNDING) return { state: 'red_flag' }
  return { state: value >= from - ROUNDING && value <= to + ROUNDING ? 'healthy' : 'outside' }
}

function unknown(reason: string): Judged {
  return { state: 'unknown', reason }
}

/** Why no measure of a set can be judged; null: it can. */
function partial({ ran, total }: SetHealthFacts): string | null {
  if (ran === 0) return 'no golden ran'
  return ran < total ? `only ${ran} of ${total} goldens ran` : null
}

function passSign(facts: SetHealthFacts, { passRate: range }: HealthRanges): HealthSign {
  const { set, passRate, passRateObjective: objective, ran, unjudged } = facts
  return { measure: 'passRate', set, value: passRate, range, ...judged() }

  function judged(): Judged {
    const part = partial(facts)
    if (part !== null) return unknown(part)
    if (passRate === null) return unknown('it was not recorded')
    const [least, most] = [within(passRate, range), within(passRate + unjudged / ran, range)]
    // Otherwise it would seem to contradict the objective, which is met.
    if (least.state === 'outside' && most.state === 'outside' && objective !== null && passRate >= objective)
      return { ...least, reason: `it meets its objective of ${percent(objective)}` }
    return least.state === most.state ? least : unknown(`${counted(unjudged, 'golden')} of ${ran} not judged`)
  }
}

function latencySign(measure: 'p50Ms' | 'p95Ms', facts: SetHealthFacts, ranges: HealthRanges): HealthSign {
  const { set, latency, basis, lost } = facts
  const value = latency[measure === 'p50Ms' ? 'p50' : 'p95']
  const range = ranges[measure]
  return { measure, set, value, range, ...(basis === null ? {} : { basis }), ...judged() }

  function judged(): Judged {
    const part = partial(facts)
    if (part !== null) return unknown(part)
    if (value === null) return unknown('no reply')
    const known = withinLatencies(value, range)
    // A lost question may have been slower than all others, so it can only make a red flag of the rest.
    if (lost === 0 || (known.state === 'red_flag' && range.redAbove !== null && value > range.redAbove)) return known
    return unknown(`${counted(lost, 'question')} got no reply, and how long they would have taken is not known`)
  }
}

function trafficSign(sets: readonly SetHealthFacts[], { mainShare: range, oneModel }: HealthRanges): HealthSign {
  const known = sets.flatMap(({ routing }) => routing ?? [])
  const main = known.reduce((sum, { main_model }) => sum + main_model, 0)
  const replies = known.reduce((sum, { main_model, embedder }) => sum + main_model + embedder, 0)
  const value = replies === 0 ? null : main / replies
  return { measure: 'mainShare', set: null, value, range, ...judged() }

  function judged(): Judged {
    const part = sets.map(partial).find((reason) => reason !== null)
    if (part !== undefined) return unknown(part)
    if (value === null || known.length < sets.length) return unknown('it was not recorded')
    if (replies < 2) return unknown('one reply shows no split')
    if (oneModel && (value === 0 || value === 1)) {
      return {
        state: 'red_flag',
        reason: `all ${replies} replies are from ${value === 0 ? 'the embedder' : 'main_model'}`,
      }
    }
    return within(value, range)
  }
}
