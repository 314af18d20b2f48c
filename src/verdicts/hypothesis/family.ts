import { holm } from '../../statistics/counts/multiplicity.ts'
import { describeP } from './describe.ts'
import type { Finding } from './finding.ts'

/** A hypothesis of a suite with its finding. */
export interface FamilyMember {
  id: string
  finding: Finding
  /** Its declared alpha. */
  alpha: number
}

/** A hypothesis with its finding, adjusted for the other hypotheses of the suite. */
export interface FamilyFinding extends FamilyMember {
  /** The p value adjusted by Holm's method; null: there was nothing to test. */
  adjustedP: number | null
}

/** The outcomes of a suite's hypotheses. */
export interface FamilyRates {
  total: number
  supported: number
  notSupported: number
  inconclusive: number
  /** supported / total, 0 to 1; null: no hypotheses. */
  supportedShare: number | null
}

/**
 * Judges the hypotheses of one suite together: the chance of any false support stays within alpha (Holm 1979). A
 * finding stays supported only if its adjusted p is at most its own alpha. One that could not be tested counts as a
 * test with p 1, so that a failed measurement does not make the other claims easier to support.
 */
export function judgeFamily(members: readonly FamilyMember[]): { members: FamilyFinding[]; rates: FamilyRates } {
  const adjusted = holm(members.map(({ finding }) => finding.p ?? 1))
  const judged = members.map((member, index) => {
    const adjustedP = adjusted[index] ?? 1
    const finding = withinFamily(member, adjustedP, members.length)
    return { ...member, finding, adjustedP: finding.p === null ? null : adjustedP }
  })
  return { members: judged, rates: ratesOf(judged.map(({ finding }) => finding)) }
}

function withinFamily({ finding, alpha }: FamilyMember, adjustedP: number, others: number): Finding {
  if (finding.outcome !== 'supported' || adjustedP <= alpha) return finding
  const { outcome: _, needed: _needed, reason: _reason, ...facts } = finding
  const alone = `${describeP(finding.p)} would support it alone`
  const among = `among ${others} hypotheses Holm makes it ${describeP(adjustedP)}, above alpha ${alpha}`
  return { ...facts, outcome: 'inconclusive', reason: `${alone}; ${among}` }
}

function ratesOf(findings: readonly Finding[]): FamilyRates {
  const count = (outcome: Finding['outcome']) => findings.filter((finding) => finding.outcome === outcome).length
  const [total, supported] = [findings.length, count('supported')]
  return {
    total,
    supported,
    notSupported: count('not_supported'),
    inconclusive: count('inconclusive'),
    supportedShare: total === 0 ? null : supported / total,
  }
}
