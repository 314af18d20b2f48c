import { type Random, seededRandom } from '../../statistics/distributions/random.ts'
import type { Source } from '../../source.ts'
import { bucketOf } from '../bucket.ts'
import type { Decision } from '../decision.ts'
import { bucketIncrement } from '../feedback.ts'
import { type Feedback, type Policy, POLICY_DEFAULTS } from '../policy.ts'
import { addIncrement, afterMove, freshState, noIncrement, type RouterState } from '../state.ts'
import { type Conversations, traffic } from './traffic.ts'
import { expectedUtility, type Model, type World } from './worlds.ts'

/** Number of outcomes that are saved together, as in a busy router. */
const BATCH = 20

const CONTROL_SHARE = 0.5
const NOW = '2026-01-01T00:00:00.000Z'

/** The result of a policy in a world. */
export interface Trial {
  /** The boundary of treatment after each move, with the number of the message; begins with 0.5 at 0. */
  path: { message: number; boundary: number }[]
  /** Expected loss of utility over all messages, compared with a boundary of 0.5; negative: a gain. */
  lost: number
  messages: number
}

/** Options of a trial. */
export interface TrialOptions {
  seed: number
  messages: number
  conversations?: Conversations
  /** Policies of further processes that share the state; a random process handles each message. Default: none. */
  others?: readonly Policy[]
}

/** Runs a policy on simulated traffic. The same seed gives the same trial. */
export function simulate(
  world: World,
  policy: Policy,
  { seed, messages, conversations, others = [] }: TrialOptions,
): Trial {
  const random = seededRandom(seed)
  const processes = [policy, ...others].map((each) => ({ policy: each, turns: 0 }))
  let turns = 0
  const path = [{ message: 0, boundary: 0.5 }]
  let state: RouterState = freshState(NOW)
  let increment = noIncrement(0)
  let lost = 0
  let n = 0
  let [last, bucket] = ['', bucketOf('', CONTROL_SHARE)]
  for (const { conversation, weight, shift } of traffic(random, messages, conversations)) {
    const models = world.models(n / messages)
    if (conversation !== last) {
      ;[last, bucket, turns] = [conversation, bucketOf(conversation, CONTROL_SHARE), 0]
      for (const each of processes) each.turns = 0
    }
    const process = processes[others.length === 0 ? 0 : random.integer(processes.length)] ?? { policy, turns: 0 }
    const isWhole = process.turns === turns
    turns += 1
    if (isWhole) process.turns = turns
    const decision = decide(process.policy, state, { conversation, bucket, weight, isWhole }, random)
    const atControl = models[weight > 0.5 ? 'main_model' : 'embedder']
    lost += expectedUtility(atControl, weight) - expectedUtility(models[decision.source], weight)
    const feedback = outcomeOf(models[decision.source], weight, shift, random)
    const more = bucketIncrement(decision, feedback, POLICY_DEFAULTS)
    if (decision.experiment !== null)
      more.since_move.epochs = process.policy.learn(decision, decision.experiment, feedback)
    add(more.buckets, increment.buckets)
    add(more.since_move, increment.since_move)
    n += 1
    if (n % BATCH !== 0) continue
    state = addIncrement(state, increment, NOW)
    const { move, reason } = policy.evaluateMove(state)
    if (move !== null) {
      state = afterMove(state, { ts: NOW, policy: policy.name, from: state.boundary, reason, ...move })
      path.push({ message: n, boundary: move.to })
    }
    increment = noIncrement(state.generation)
  }
  return { path, lost, messages }
}

function decide(
  policy: Policy,
  state: RouterState,
  {
    conversation,
    bucket,
    weight,
    isWhole,
  }: Pick<Decision, 'conversation' | 'bucket' | 'weight'> & {
    isWhole: boolean
  },
  random: Random,
): Decision {
  const plan = policy.plan(state, { weight, explore: true, controlShare: CONTROL_SHARE })
  const boundary = bucket === 'control' ? 0.5 : state.boundary
  const drawn = bucket === 'treatment' && plan.explored
  const toMain = drawn ? random.uniform() < plan.treatmentMain : weight > boundary
  const source: Source = toMain ? 'main_model' : 'embedder'
  const { mainPropensity } = plan.experiment
  const propensity = toMain ? mainPropensity : 1 - mainPropensity
  const own = isWhole ? {} : { ownPropensity: drawn ? plan.treatmentMain : Number(toMain) }
  const experiment = { ...plan.experiment, ...own }
  const rest = { id: '', parts: {}, reason: '', begins: false, off: null }
  return { ...rest, conversation, weight, bucket, boundary, source, drawn, propensity, experiment }
}

type Sums = { [key: string]: number | Sums | undefined }

/** Adds sums in place, because `joined` copies and is too slow for millions of messages. */
function add(from: Sums, into: Sums): void {
  for (const key of Object.keys(from)) {
    const [more, known] = [from[key], into[key]]
    if (typeof more === 'number') into[key] = (typeof known === 'number' ? known : 0) + more
    else if (more !== undefined) add(more, typeof known === 'object' ? known : (into[key] = {}))
  }
}

function outcomeOf(model: Model, weight: number, shift: number, random: Random): Feedback {
  const right = random.uniform() < model.quality(weight) + shift
  return { quality: Number(right), latencyMs: 1_000 * model.medianS * Math.exp(model.spread * random.normal()) }
}
