import { counted } from '../counted.ts'
import type { ResponseEvent, UnmeasuredEvent } from '../../schemas/generated/provenance.ts'
import type { GoldenResult } from '../evidence/results.ts'
import type { Reading } from '../provenance/read.ts'
import { goldenResults } from './events.ts'

type AnswerEvent = ResponseEvent | UnmeasuredEvent

/** What a log says about the goldens that were asked. */
export interface Measured {
  /** By golden set; a golden that several runs asked is there once for each. */
  sets: Map<string, GoldenResult[]>
  /** The router's last boundary, of the bucket that is farther from 0.5. */
  boundary: number
  /** What was left out of the log, and why; one sentence each. */
  notes: string[]
}

/**
 * Collects what was measured. Left out is what hypotheses and compared configurations asked, and what was replayed, whose
 * times are of another day. Texts are dropped at once, so that a week of replies fits in memory.
 */
export async function measuredIn({ events, skipped }: Reading): Promise<Measured> {
  const bySet = new Map<string, Map<string, AnswerEvent[]>>()
  const boundaries = new Map<string, number>()
  let replayed = 0
  for await (const event of events) {
    if (event.event_type !== 'response' || event.golden === undefined) continue
    if (event.hypothesis !== undefined || event.configuration !== undefined) continue
    if (event.origin === 'replayed') replayed += 1
    else {
      boundaries.set(event.route.bucket, event.route.boundary)
      const runs = entryOf(bySet, event.golden.set, () => new Map<string, AnswerEvent[]>())
      entryOf(runs, event.run_id, (): AnswerEvent[] => []).push(withoutTexts(event))
    }
  }
  const drifts = [...boundaries.values()].sort((a, b) => Math.abs(b - 0.5) - Math.abs(a - 0.5))
  return {
    sets: new Map([...bySet].map(([set, runs]) => [set, [...runs.values()].flatMap(goldenResults)])),
    boundary: drifts[0] ?? 0.5,
    notes: [
      ...(replayed > 0 ? [`left out: ${counted(replayed, 'replayed event')}: their times are the recording's`] : []),
      ...(skipped.broken > 0 ? [`left out: ${counted(skipped.broken, 'damaged line')}`] : []),
      ...(skipped.older > 0 ? [`left out: ${counted(skipped.older, 'event')} of an older form`] : []),
      ...skipped.unreadable.map(({ path, reason }) => `${path} cannot be read to its end: ${reason}`),
    ],
  }
}

function withoutTexts(event: AnswerEvent): AnswerEvent {
  if (event.verdict === 'unmeasured') return { ...event, question: '' }
  const { reasoning, why: _, ...rest } = event
  // Whether there was a reply, and reasoning, tells a shortfall.
  const kept = reasoning === undefined ? {} : { reasoning: reasoning.trim().slice(0, 1) }
  return { ...rest, ...kept, question: '', reply: event.reply.trim().slice(0, 1) }
}

function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}
