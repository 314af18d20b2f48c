import { basisOf } from '../golden.ts'
import type { Pair } from './rule.ts'

const RECORD = 'record the baseline again with `npx vitest run goldens -u`'

/** The reason where there are no goldens to compare. */
export const NOTHING = 'no golden can be compared'

/** Why the latencies of these goldens cannot be compared; null: they can be. */
export function latencyProblem(pairs: readonly Pair[]): string | null {
  if (pairs.length === 0) return NOTHING
  for (const side of ['baseline', 'current'] as const) {
    const where = side === 'baseline' ? 'the baseline' : 'this run'
    if (basisOf(pairs.map((pair) => pair[side])) === 'mixed') {
      return `${where} mixes measured and replayed latencies, which cannot be averaged: ${RECORD}`
    }
    for (const pair of pairs) {
      const wrong = pair[side].replies.find((reply) => !(Number.isFinite(reply.latencyMs) && reply.latencyMs > 0))
      if (wrong === undefined) continue
      return `${where} has a latency of ${wrong.latencyMs} ms for golden "${pair.id}", which is not possible: ${RECORD}`
    }
  }
  const isRecording = basisOf(pairs.map((pair) => pair.baseline)) === 'replayed'
  if (isRecording && basisOf(pairs.map((pair) => pair.current)) === 'measured') {
    return `the latencies of the baseline are replayed, and those of this run are measured: ${RECORD} and a live server`
  }
  return null
}
