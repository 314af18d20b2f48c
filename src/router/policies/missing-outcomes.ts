import { counted } from '../../text/counted.ts'
import type { Bucket } from '../bucket.ts'
import type { MoveCondition } from '../policy.ts'
import type { Arm } from '../state.ts'

/** Which traffic gives the outcomes that a policy waits for. */
export const NEW_CONVERSATIONS = 'new conversations go to both buckets, and a repeated golden always to the same one'

/** Why a policy waits for outcomes, and how many it waits for. */
export interface MissingOutcomes {
  /** `control has 2 outcomes and treatment has 3 outcomes since the boundary last moved, and needs 10`. */
  reason: string
  /** `8 more outcomes in control and 7 in treatment`. */
  wouldChange: string
}

/** The buckets that have fewer outcomes than a policy needs; null: all have enough. Pure. */
export function missingOutcomes(arms: Partial<Record<Bucket, Arm>>, needed: number): MissingOutcomes | null {
  const short = Object.entries(arms).flatMap(([bucket, { sample_count }]) =>
    sample_count < needed ? [{ bucket, has: sample_count }] : [],
  )
  const [first, ...rest] = short
  if (first === undefined) return null
  const have = short.map(({ bucket, has }) => `${bucket} has ${counted(has, 'outcome')}`).join(' and ')
  const lack = `${counted(needed - first.has, 'more outcome')} in ${first.bucket}`
  return {
    reason: `${have} since the boundary last moved, and ${rest.length === 0 ? 'needs' : 'each needs'} ${needed}`,
    wouldChange: [lack, ...rest.map(({ bucket, has }) => `${needed - has} in ${bucket}`)].join(' and '),
  }
}

/** The condition that all these buckets have enough outcomes, with the smallest number. Pure. */
export function outcomesCondition(arms: Partial<Record<Bucket, Arm>>, needed: number): MoveCondition {
  const [only, ...others] = Object.keys(arms)
  const least = Math.min(...Object.values(arms).map(({ sample_count }) => sample_count))
  return {
    name: `outcomes of ${others.length === 0 ? only : 'each bucket'} since the last move`,
    value: least,
    threshold: needed,
    direction: 'at least',
    unit: 'outcomes',
    met: least >= needed,
  }
}
