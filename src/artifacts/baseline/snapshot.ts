import type { Baseline } from '../../../schemas/generated/baseline.ts'
import type { Source } from '../../source.ts'
import { nearestRank } from '../../statistics/quantile.ts'
import type { GoldenResult } from '../../verdicts/results.ts'
import { cutText } from '../../text/printable.ts'
import { REPLY_LENGTH } from './update.ts'

/** The replies to a golden, of a baseline or of a run, as far as two of them can be compared. */
export interface GoldenSnapshot {
  /** Of messages and expectation. */
  fingerprint: string
  /** That of the first repeat. */
  source: Source
  model: string
  /** Repeats with a verdict, and how many of them passed. */
  judged: number
  passed: number
  /** Median of the repeats, in milliseconds. */
  latencyMs: number
  origin: 'measured' | 'replayed'
  /** The first repeat's reply, at most 2,000 characters. */
  reply: string
}

/** The goldens of a set by id, and those that have no reply. */
export interface SetSnapshot {
  goldens: ReadonlyMap<string, GoldenSnapshot>
  /** Ids of goldens that were asked and got no reply. */
  unmeasured: readonly string[]
}

/** The sets of a baseline or a run, by name. */
export interface Snapshot {
  /** What it is a snapshot of, for people: a path, or a run. */
  label: string
  /** Whether its sets are matched by the ids of their goldens: the runbook's baseline names them after files. */
  isMatchedByIds: boolean
  sets: ReadonlyMap<string, SetSnapshot>
}

/** The goldens of a baseline. `label`: its path. */
export function snapshotOfBaseline(label: string, { version, sets }: Baseline, runbook: string): Snapshot {
  return {
    label,
    isMatchedByIds: version === runbook,
    sets: new Map(
      Object.entries(sets).map(([set, { goldens }]) => [
        set,
        {
          unmeasured: [],
          goldens: new Map(
            Object.entries(goldens).map(([id, golden]): [string, GoldenSnapshot] => [
              id,
              {
                fingerprint: golden.fingerprint,
                source: golden.source,
                model: golden.model,
                judged: golden.passes.length,
                passed: golden.passes.filter(Boolean).length,
                latencyMs: median(golden.latency_ms),
                origin: golden.origin,
                reply: golden.reply,
              },
            ]),
          ),
        },
      ]),
    ),
  }
}

/** The goldens of a set in a run. `replies`: the text of each golden's first reply, by its id. */
export function snapshotOfResults(goldens: readonly GoldenResult[], replies: ReadonlyMap<string, string>): SetSnapshot {
  const found = goldens.flatMap(({ id, fingerprint, replies: all }): [string, GoldenSnapshot][] => {
    const [first] = all
    if (first === undefined) return []
    const judged = all.filter(({ passed }) => passed !== null)
    return [
      [
        id,
        {
          fingerprint,
          source: first.source,
          model: first.model,
          judged: judged.length,
          passed: judged.filter(({ passed }) => passed).length,
          latencyMs: median(all.map(({ latencyMs }) => latencyMs)),
          origin: first.origin,
          reply: cutText(replies.get(id) ?? '', REPLY_LENGTH),
        },
      ],
    ]
  })
  const known = new Map(found)
  return { goldens: known, unmeasured: goldens.flatMap(({ id }) => (known.has(id) ? [] : [id])) }
}

/** There is at least one value. */
function median(values: readonly number[]): number {
  return nearestRank(values, 0.5) ?? 0
}
