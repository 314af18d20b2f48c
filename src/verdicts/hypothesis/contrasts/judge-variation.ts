import { seededRandom } from '../../../statistics/distributions/random.ts'
import type { DifferenceClaim } from '../../../../schemas/generated/options.ts'
import type { Finding } from '../finding.ts'
import { judgeContrast } from './judge-contrast.ts'
import { type Layout, layoutOf, unitsOf, unusableLayout } from '../samples/layout.ts'
import { inconclusiveFinding } from '../inconclusive-finding.ts'
import type { GroupedSample } from '../samples/sample.ts'
import { isBinary } from './scale.ts'
import { unusableGroups } from '../samples/unusable.ts'
import { variation } from './variation.ts'

/** Judges whether more than two contexts differ: see `judgeDifference`. */
export function judgeVariation(sample: GroupedSample, claim: Required<DifferenceClaim>): Finding {
  const { atLeast, alpha, direction, seed, power } = claim
  const binary = isBinary(sample.metric)
  const nothing = (name: string, reason: string, n: number) =>
    inconclusiveFinding(sample, {
      method: 'permutation, noncentral F',
      effect: { name, value: null, minimum: atLeast, claimed: 'at least' },
      alpha,
      n,
      reason,
    })
  const problem = unusableGroups(sample)
  if (problem !== null) return nothing(nameOf(false, binary), problem, 0)
  const layout = layoutOf(sample)
  const effect = nameOf(layout.blocked, binary)
  const aimless = direction === 'either' ? null : 'a direction needs two contexts, and there are more'
  const reason = aimless ?? unusableLayout(layout) ?? (binary ? null : constant(layout))
  if (reason !== null) return nothing(effect, reason, unitsOf(layout))
  return judgeContrast(
    variation(layout, binary, seededRandom(seed)),
    { direction: 'positive', limit: atLeast, alpha, power },
    { effect, from: (share) => share, minimum: atLeast, basis: sample.basis },
  )
}

/** Without any spread within the contexts, a difference cannot be compared with noise. */
function constant({ columns, blocked }: Layout): string | null {
  const [first = []] = columns
  const same = columns.every((column) => column.every((value, unit) => value === (blocked ? first[unit] : first[0])))
  return same ? 'no value differs from another, so their noise is not known' : null
}

function nameOf(blocked: boolean, binary: boolean): string {
  if (blocked) return binary ? 'partial eta' : 'partial eta squared'
  return binary ? "Cramer's V" : 'eta squared'
}
