import type { Finding, HypothesisOutcome } from './finding.ts'

const WEAKEST_FIRST: readonly HypothesisOutcome[] = ['not_supported', 'inconclusive', 'supported']

/**
 * Combines the findings of one hypothesis, which is supported only if all of them are (intersection-union, Berger 1982).
 * One that is not supported makes it not supported; otherwise it is inconclusive. p is the largest, and a missing p counts
 * as 1; numbers and reason are those of the weakest finding. Throws a RangeError for an empty list.
 */
export function combineFindings(findings: readonly Finding[]): Finding {
  const rank = ({ outcome }: Finding) => WEAKEST_FIRST.indexOf(outcome)
  const byWeakness = findings.toSorted((a, b) => rank(a) - rank(b) || (b.p ?? 1) - (a.p ?? 1))
  const [weakest] = byWeakness
  if (weakest === undefined) throw new RangeError('a hypothesis needs a finding')
  if (findings.length === 1) return weakest
  const method = `${weakest.method}, weakest of ${findings.length}`
  const p = Math.max(...findings.map((finding) => finding.p ?? 1))
  if (weakest.outcome !== 'inconclusive') return { ...weakest, method, p }
  return { ...weakest, method, p: findings.every((finding) => finding.p === null) ? null : p }
}
