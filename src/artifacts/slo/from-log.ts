import { isBlank } from '../../text/blank.ts'
import { counted } from '../../text/counted.ts'
import type { ResponseEvent, UnmeasuredEvent } from '../../../schemas/generated/provenance.ts'
import type { GoldenResult } from '../../verdicts/results.ts'
import type { OlderReply } from '../../provenance/legacy/older-reply.ts'
import type { Reading } from '../../provenance/read.ts'
import { withoutSilentSources } from '../../verdicts/empty-replies.ts'
import { goldenResults } from '../../provenance/results/golden-results.ts'
import { count, skippedNotes } from '../../provenance/skipped-notes.ts'
import { OLDER_GOLDENS, OLDER_TRAFFIC, olderGolden } from './older-results.ts'

type AnswerEvent = ResponseEvent | UnmeasuredEvent

/** The measured replies to goldens in a log. */
export interface Measured {
  /** By golden set; a golden appears once for each run that asked it. */
  sets: Map<string, GoldenResult[]>
  /** The router's last boundary, of the bucket that is farther from 0.5. */
  boundary: number
  /** Events that were left out, and why; one sentence each. */
  notes: string[]
}

/**
 * Collects measured replies to goldens. Leaves out those of hypotheses and compared configurations, and replayed ones, whose
 * latencies are those of the recording. Texts are dropped at once, so that a week of replies fits in memory.
 */
export async function measuredIn({ events, skipped }: Reading): Promise<Measured> {
  const bySet = new Map<string, Map<string, AnswerEvent[]>>()
  const boundaries = new LastBoundaries()
  const older = new Older()
  let replayed = 0
  for await (const event of events) {
    if (event.event_type === 'older_response') {
      older.add(event)
      if (event.boundary !== null) boundaries.add(event.bucket ?? 'control', event.boundary, event.ts)
      continue
    }
    if (event.event_type !== 'response' || event.golden === undefined) continue
    if (event.hypothesis !== undefined || event.configuration !== undefined) continue
    if (event.origin === 'replayed') replayed += 1
    else {
      boundaries.add(event.route.bucket, event.route.boundary, event.ts)
      const runs = entryOf(bySet, event.golden.set, () => new Map<string, AnswerEvent[]>())
      entryOf(runs, event.run_id, (): AnswerEvent[] => []).push(withoutTexts(event))
    }
  }
  const sets = resultsOf(bySet)
  if (older.goldens.length > 0) sets.set(OLDER_GOLDENS, older.goldens)
  else if (sets.size === 0 && boundaries.isKnown) sets.set(OLDER_TRAFFIC, [])
  return {
    sets,
    boundary: boundaries.farthest,
    notes: [
      ...(replayed > 0 ? [`left out: ${counted(replayed, 'replayed event')}: their times are the recording's`] : []),
      ...skippedNotes(skipped, older.unused),
    ],
  }
}

/** The last boundary of each bucket by time, because files are not in order of time. */
class LastBoundaries {
  readonly #byBucket = new Map<string, { boundary: number; at: number }>()

  get isKnown(): boolean {
    return this.#byBucket.size > 0
  }

  /** The one farthest from 0.5; 0.5 where none is known. */
  get farthest(): number {
    const drifts = [...this.#byBucket.values()].map(({ boundary }) => boundary)
    return drifts.sort((a, b) => Math.abs(b - 0.5) - Math.abs(a - 0.5))[0] ?? 0.5
  }

  add(bucket: string, boundary: number, ts: string): void {
    const at = Date.parse(ts)
    const known = this.#byBucket.get(bucket)
    if (known === undefined || known.at <= at) this.#byBucket.set(bucket, { boundary, at })
  }
}

/** The results of each run by set, as in the report of the run. All sets of a run show whether a source is silent. */
function resultsOf(bySet: ReadonlyMap<string, ReadonlyMap<string, AnswerEvent[]>>): Map<string, GoldenResult[]> {
  const results = [...bySet].flatMap(([set, runs]) =>
    [...runs].map(([run, events]) => ({ set, run, goldens: goldenResults(events) })),
  )
  const byRun = Map.groupBy(results, ({ run }) => run)
  const sets = new Map<string, GoldenResult[]>()
  for (const { set, run, goldens } of results) {
    const all = byRun.get(run)?.flatMap((each) => each.goldens) ?? goldens
    entryOf(sets, set, (): GoldenResult[] => []).push(...withoutSilentSources(goldens, all))
  }
  return sets
}

/** Replies to goldens in events of older formats. */
class Older {
  readonly goldens: GoldenResult[] = []
  readonly unused = new Map<string, number>()

  add(reply: OlderReply): void {
    const { golden, boundary } = reply
    if (golden === null) {
      const used = boundary === null ? '' : ', of which the boundary is used'
      return count(this.unused, `of traffic, which objectives do not cover${used}`)
    }
    const result = olderGolden(reply, golden)
    if (result === null) count(this.unused, 'of goldens without a latency')
    else this.goldens.push(result)
  }
}

function withoutTexts(event: AnswerEvent): AnswerEvent {
  if (event.verdict === 'unmeasured') return { ...event, question: '' }
  const { reasoning, why: _, ...rest } = event
  // A shortfall is detected by whether reply and reasoning are blank.
  const mark = (text: string) => (isBlank(text) ? '' : '…')
  const kept = reasoning === undefined ? {} : { reasoning: mark(reasoning) }
  return { ...rest, ...kept, question: '', reply: mark(event.reply) }
}

function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}
