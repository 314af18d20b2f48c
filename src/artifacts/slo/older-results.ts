import { strictest } from '../../verdicts/regression/rule.ts'
import type { GoldenResult } from '../../verdicts/results.ts'
import { judgeSlo, type Objective, type SloVerdict } from '../../verdicts/slo/judge.ts'
import { namesOf, type Slo } from '../../verdicts/slo/objectives.ts'
import { isOlderAnswer, type OlderReply } from '../../provenance/legacy/older-reply.ts'

/** Name of the set for goldens of older logs, which do not name their sets. */
export const OLDER_GOLDENS = 'goldens of older logs'

/** Name of the set for older logs with traffic only, which has a boundary and no goldens. */
export const OLDER_TRAFFIC = 'traffic of older logs'

/** The result of an older reply to a golden; null: it has no latency. */
export function olderGolden(reply: OlderReply, id: string): GoldenResult | null {
  const facts = { id, trait: reply.trait, fingerprint: '' }
  if (!isOlderAnswer(reply)) {
    const evidence = reply.source === null ? 'its source is unknown' : `its reply ${reply.failure}: ${reply.reply}`
    const remedy = 'ask the golden again: npx vitest run goldens'
    return { ...facts, replies: [], unmeasured: [{ repeat: 0, cause: 'older failure', evidence, remedy }] }
  }
  const { source, latency_ms: latencyMs } = reply
  if (latencyMs === null) return null
  // `judgeOlder` does not use `passed`.
  const unknown = { passed: false, firstTokenMs: null, completionTokens: null }
  const measured = { repeat: 0, source, model: 'unknown', latencyMs, origin: 'measured' as const }
  return { ...facts, replies: [{ ...measured, ...unknown }], unmeasured: [] }
}

/** Judges older events. They have no verdicts, so their pass rate is unknown. */
export function judgeOlder(
  set: string,
  goldens: readonly GoldenResult[],
  slo: Slo,
  router: { boundary: number },
): SloVerdict {
  const { passRate, ...others } = slo
  const results = { set, ids: [...new Set(goldens.map(({ id }) => id))], goldens }
  const judged =
    namesOf(others).length === 0
      ? { set, verdict: 'inconclusive' as const, objectives: [] }
      : judgeSlo(results, others, router)
  if (passRate === undefined) return judged
  const reason = 'older events have no verdict'
  const open: Objective = {
    objective: 'passRate',
    target: passRate,
    value: null,
    met: false,
    n: 0,
    shown: null,
    reason,
  }
  return {
    set,
    verdict: strictest([judged.verdict, 'inconclusive']),
    objectives: [open, ...judged.objectives],
    reason: [`passRate: ${reason}`, ...(judged.reason === undefined ? [] : [judged.reason])].join('; '),
  }
}
