import { nearestRank } from '../../statistics/quantile.ts'
import type { EventFacts } from '../event-facts.ts'
import { compared } from './cursor.ts'
import {
  LIMITED,
  type LimitCounts,
  type Measure,
  MEASURES,
  type RunSummary,
  type SeriesOptions,
  type SeriesPoint,
} from './log-query.ts'

/** Verdicts of replies. */
const VERDICTS = ['pass', 'fail', 'unjudged', 'unmeasured'] as const
type Verdict = (typeof VERDICTS)[number]

/** Verdicts and times of some replies. */
class Replies {
  readonly verdicts: Record<Verdict, number> = { pass: 0, fail: 0, unjudged: 0, unmeasured: 0 }
  readonly latencies: number[] = []
  readonly firstTokens: number[] = []
  readonly speeds: number[] = []

  add({ verdict, latencyMs, firstTokenMs, tokensPerSecond }: EventFacts): void {
    const known = VERDICTS.find((each) => each === verdict)
    if (known !== undefined) this.verdicts[known] += 1
    if (latencyMs !== null) this.latencies.push(latencyMs)
    if (firstTokenMs !== null) this.firstTokens.push(firstTokenMs)
    if (tokensPerSecond !== null) this.speeds.push(tokensPerSecond)
  }
}

/** The beginning of the part of a time, in milliseconds since 1970. Pure. */
export function partStart(time: number, everyMs: number): number {
  return everyMs === Infinity ? 0 : Math.floor(time / everyMs) * everyMs
}

/** Builds a series from events one after the other; events that are not replies are ignored. */
export class SeriesBuilder {
  /** Beginnings of the parts, by their number, or by run. */
  readonly #starts = new Map<string | number | null, number>()
  readonly #parts = new Map<string, { group: string | number | null; value: string | null; replies: Replies }>()
  readonly #options: SeriesOptions

  constructor(options: SeriesOptions) {
    this.#options = options
  }

  add(facts: EventFacts): void {
    if (facts.type !== 'response') return
    const { everyMs, by } = this.#options
    const start = everyMs === undefined ? facts.time : partStart(facts.time, everyMs)
    const group = everyMs === undefined ? facts.run : start
    const value = by === undefined ? null : facts[by]
    const key = JSON.stringify([group, value])
    const part = this.#parts.get(key) ?? { group, value, replies: new Replies() }
    this.#parts.set(key, part)
    this.#starts.set(group, Math.min(this.#starts.get(group) ?? Infinity, start))
    part.replies.add(facts)
  }

  get points(): SeriesPoint[] {
    return [...this.#parts.values()]
      .map(({ group, value, replies: { verdicts, latencies, firstTokens, speeds } }) => ({
        time: this.#starts.get(group) ?? 0,
        value,
        count: VERDICTS.reduce((sum, verdict) => sum + verdicts[verdict], 0),
        ...verdicts,
        passRate: passRateOf(verdicts),
        p50Ms: this.#quantile('latencyMs', latencies, 0.5),
        p95Ms: this.#quantile('latencyMs', latencies, 0.95),
        p99Ms: this.#quantile('latencyMs', latencies, 0.99),
        firstTokenMs: this.#quantile('firstTokenMs', firstTokens, 0.5),
        firstTokenP95Ms: this.#quantile('firstTokenMs', firstTokens, 0.95),
        tokensPerSecond: this.#quantile('tokensPerSecond', speeds, 0.5),
        tokensPerSecondP5: this.#quantile('tokensPerSecond', speeds, 0.05),
        withinLimit: this.#limited(
          { latencyMs: latencies, firstTokenMs: firstTokens },
          (value, limit) => value <= limit,
        ),
        beyondLimit: this.#limited(
          { latencyMs: latencies, firstTokenMs: firstTokens },
          (value, limit) => value > limit,
        ),
      }))
      .sort(inOrder)
  }

  #quantile(measure: Measure, values: readonly number[], share: number): number | null {
    const { measures = MEASURES } = this.#options
    return measures.includes(measure) ? nearestRank(values, share) : null
  }

  #limited(
    values: Record<keyof LimitCounts, readonly number[]>,
    isCounted: (value: number, limit: number) => boolean,
  ): LimitCounts {
    const { limits = {} } = this.#options
    const counts: LimitCounts = { latencyMs: 0, firstTokenMs: 0 }
    for (const fact of LIMITED) {
      const limit = limits[fact]
      if (limit !== undefined) counts[fact] = values[fact].filter((value) => isCounted(value, limit)).length
    }
    return counts
  }
}

/** Order of a series: by time, then by value, without a value last. */
export function inOrder(a: SeriesPoint, b: SeriesPoint): number {
  if (a.time !== b.time) return a.time - b.time
  if (a.value === b.value) return 0
  if (a.value === null || b.value === null) return a.value === null ? 1 : -1
  return a.value < b.value ? -1 : 1
}

/** Share of the judged replies that passed; null: none was judged. */
export function passRateOf({ pass, fail }: Pick<SeriesPoint, 'pass' | 'fail'>): number | null {
  return pass + fail === 0 ? null : pass / (pass + fail)
}

/** A run event. */
interface ClosingEvent {
  time: number
  status: string | null
  backend: string | null
}

/** Of several run events of one run the latest counts; of those at the same time the one with the largest status and backend. */
function isLater(a: ClosingEvent, b: ClosingEvent): boolean {
  const order =
    compared(a.time, b.time, false) || compared(a.status, b.status, false) || compared(a.backend, b.backend, false)
  return order > 0
}

/** Collects the runs of events one after the other; those without a run are ignored. */
export class RunCollector {
  readonly #runs = new Map<
    string,
    Pick<RunSummary, 'first' | 'last'> & { closing: ClosingEvent | null; sets: Set<string>; replies: Replies } & Pick<
        RunSummary,
        'events' | 'ofHypotheses' | 'ofConfigurations'
      >
  >()

  /** `backend`: of a run event. */
  add(facts: EventFacts, backend: string | null): void {
    if (facts.run === null) return
    const run = this.#runs.get(facts.run) ?? {
      first: Infinity,
      last: -Infinity,
      closing: null,
      sets: new Set(),
      replies: new Replies(),
      events: 0,
      ofHypotheses: 0,
      ofConfigurations: 0,
    }
    this.#runs.set(facts.run, run)
    run.events += 1
    run.first = Math.min(run.first, facts.time)
    run.last = Math.max(run.last, facts.time)
    if (facts.set !== null) run.sets.add(facts.set)
    if (facts.type === 'response') {
      run.replies.add(facts)
      run.ofHypotheses += Number(facts.hypothesis !== null)
      run.ofConfigurations += Number(facts.configuration !== null)
    }
    if (facts.type === 'run') {
      const closing = { time: facts.time, status: facts.verdict, backend }
      if (run.closing === null || isLater(closing, run.closing)) run.closing = closing
    }
  }

  /** The latest first. */
  latest(most: number): RunSummary[] {
    return [...this.#runs]
      .map(
        ([
          run,
          {
            closing,
            sets,
            replies: { verdicts, latencies },
            ...facts
          },
        ]) => ({
          run,
          ...facts,
          status: closing?.status ?? null,
          backend: closing?.backend ?? null,
          sets: [...sets].sort(),
          ...verdicts,
          p50Ms: nearestRank(latencies, 0.5),
          p95Ms: nearestRank(latencies, 0.95),
        }),
      )
      .sort(latestFirst)
      .slice(0, most)
  }
}

/** Order of runs: the latest first, of equally late ones by id. */
export function latestFirst(a: RunSummary, b: RunSummary): number {
  return b.last - a.last || (a.run < b.run ? -1 : 1)
}
