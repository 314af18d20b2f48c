import { boundaryReason, sourceOf } from './by-boundary.ts'
import { bucketOf, keptBucket } from './bucket.ts'
import type { Route } from './decision.ts'
import { CONTROL_BOUNDARY, type Policy } from './policy.ts'
import type { RouterState } from './state.ts'

/** A message to route, with its weight. */
export interface WeighedMessage {
  conversation: string
  weight: number
  /** Whether the policy may draw the source at random. */
  explore: boolean
  /** Whether this router has seen all earlier turns of its conversation. */
  isWhole: boolean
}

/**
 * The decision by a policy's plan, while adaptation is on. Pure, but for `random`. Throws what the policy and `random`
 * throw, and a RangeError where a probability of the plan is not one.
 */
export function plannedDecision(
  { conversation, weight, explore, isWhole }: WeighedMessage,
  state: RouterState,
  policy: Policy,
  { controlShare, random }: { controlShare: number; random: () => number },
): Route {
  const bucket = keptBucket(state, conversation) ?? bucketOf(conversation, controlShare)
  const plan = policy.plan(state, { weight, explore, controlShare })
  const { treatmentMain, explored } = plan
  if (!isProbability(treatmentMain) || !isProbability(plan.experiment.mainPropensity))
    throw new RangeError('probabilities of a plan must be from 0 to 1')
  const boundary = bucket === 'control' ? CONTROL_BOUNDARY : state.boundary
  const drawn = bucket === 'treatment' && explored
  const source = sourceOf(drawn ? random() < treatmentMain : weight > boundary)
  const experiment = explore && isWhole ? plan.experiment : { ...plan.experiment }
  // The conversation ids of goldens and hypotheses are fixed, so not even their bucket is random.
  if (!explore) experiment.mainPropensity = Number(source === 'main_model')
  if (!isWhole) experiment.ownPropensity = drawn ? treatmentMain : Number(source === 'main_model')
  return {
    source,
    bucket,
    boundary,
    propensity: source === 'main_model' ? experiment.mainPropensity : 1 - experiment.mainPropensity,
    drawn,
    off: null,
    reason: drawn
      ? `weight ${weight} is near the boundary ${boundary}: ${source} was drawn, with probability ${treatmentMain.toFixed(2)} of main_model`
      : boundaryReason(weight, boundary),
    experiment,
  }
}

function isProbability(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= 1
}
