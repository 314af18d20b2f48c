import { DEFAULTS } from '../../../schemas/generated/options.defaults.ts'
import type { DifferenceClaim } from '../../../schemas/generated/options.ts'
import { validateDifferenceClaim } from '../../../schemas/generated/options.validate.js'
import { mustBe } from '../../text/option-errors.ts'
import { checkedClaim } from './checked-claim.ts'
import type { Contrast } from './contrasts/contrast.ts'
import type { Finding } from './finding.ts'
import { clusteredRates, proportions } from './contrasts/group-rates.ts'
import { CLAIMED, judgeContrast } from './contrasts/judge-contrast.ts'
import { judgeVariation } from './contrasts/judge-variation.ts'
import { type Layout, layoutOf, unitsOf, unusableLayout } from './samples/layout.ts'
import { inconclusiveFinding } from './inconclusive-finding.ts'
import { pairedRates } from './contrasts/paired-rates.ts'
import { pairedShift } from './contrasts/paired-shift.ts'
import type { GroupedSample, PairedSample } from './samples/sample.ts'
import { isBinary, scaleOf } from './contrasts/scale.ts'
import { shiftOfGroups } from './contrasts/shift-of-groups.ts'
import { unusableGroups, unusablePairs } from './samples/unusable.ts'

/**
 * Judges whether sides or contexts differ by at least the minimum. p is of the null hypothesis that they differ by less. The test
 * follows the design: pairs by exact signed-rank or the exact stratified test, two groups by Mann-Whitney or Fisher,
 * more of them by permutation; values of one cluster never count as independent. Throws a RangeError for numbers
 * out of range.
 */
export function judgeDifference(sample: GroupedSample | PairedSample, given: DifferenceClaim): Finding {
  const claim = checkedClaim(validateDifferenceClaim, DEFAULTS.DifferenceClaim, given)
  const { metric } = sample
  const isOmnibus = sample.kind === 'grouped' && sample.groups.length > 2
  if ((isOmnibus || isBinary(metric)) && claim.atLeast >= 1)
    throw new RangeError(mustBe('"atLeast"', 'a number from 0 to below 1', claim.atLeast))
  return isOmnibus ? judgeVariation(sample, claim) : judgeTwo(sample, claim)
}

function judgeTwo(sample: GroupedSample | PairedSample, claim: Required<DifferenceClaim>): Finding {
  const { atLeast, alpha, direction, power } = claim
  const { effect, from, claim: sized } = scaleOf(sample.metric)
  const { limit, minimum } = sized(atLeast, direction === 'negative' ? -1 : 1)
  const nothing = (reason: string, n: number) =>
    inconclusiveFinding(sample, {
      method: 'difference',
      effect: { name: effect, value: null, minimum, claimed: CLAIMED[direction] },
      alpha,
      n,
      reason,
    })
  const judge = (contrast: Contrast) =>
    judgeContrast(contrast, { direction, limit, alpha, power }, { effect, from, minimum, basis: sample.basis })
  if (sample.kind === 'paired') {
    const reason = unusablePairs(sample)
    return reason === null ? judge(ofPairs(sample)) : nothing(reason, sample.pairs.length)
  }
  const problem = unusableGroups(sample)
  if (problem !== null) return nothing(problem, 0)
  const layout = layoutOf(sample)
  const reason = unusableLayout(layout)
  return reason === null ? judge(ofTwoContexts(layout, isBinary(sample.metric))) : nothing(reason, unitsOf(layout))
}

function ofPairs({ pairs, metric }: PairedSample): Contrast {
  if (isBinary(metric)) return pairedRates(pairs, 'second')
  return pairedShift(pairs, { to: scaleOf(metric).to, of: 'second', drift: 0 })
}

/** Contexts within the same units are pairs. Equal outcomes of a unit count once. */
function ofTwoContexts({ blocked, columns, raw, leftOut }: Layout, binary: boolean): Contrast {
  const [first = [], second = []] = columns
  if (!blocked && binary) {
    const single = raw.every((units) => units.every((values) => values.length === 1))
    return single ? proportions(first, second) : clusteredRates(first, second)
  }
  if (!blocked) return shiftOfGroups(first, second, 'conversations')
  const isCopied = (values: readonly number[]) => new Set(values).size === 1
  const [before = [], after = []] = raw
  const pairs = before.map((values, unit) => {
    const others = after[unit] ?? []
    const copies: [boolean, boolean] = [isCopied(values), isCopied(others)]
    return { id: String(unit), first: values, second: others, copies }
  })
  const contrast = binary
    ? pairedRates(pairs, 'second')
    : pairedShift(pairs, { to: (value) => value, of: 'second', drift: 0 })
  const method = leftOut === 0 ? contrast.method : `${contrast.method}, ${leftOut} in one context only left out`
  return { ...contrast, method, spread: { ...contrast.spread, unit: 'conversations' } }
}
