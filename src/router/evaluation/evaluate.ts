import { SOURCES } from '../../source.ts'
import { CANDIDATES, cellOf } from '../policies/evidence/cells.ts'
import { POLICY_DEFAULTS, type PolicyOptions, CONTROL_BOUNDARY, utility } from '../policy.ts'
import type { Estimate } from '../../statistics/estimate.ts'
import { Clusters } from './clustered.ts'
import { expectations } from './means.ts'
import { type Rerouted, type Refusal, refusalOf } from './refusal.ts'
import { type LoggedMessage, usableMessages } from './samples.ts'

/** The gain of 0.5 over itself. */
const NO_GAIN: Estimate = { value: 0, lower: 0, upper: 0 }

/** The estimated value of a boundary, per message. */
export interface BoundaryValue {
  boundary: number
  /** Effective sample size of the randomized messages: (sum w)^2 / sum w^2 (Kish 1965). */
  effective: number
  /** The reason why the log does not allow an estimate; the figures are then meaningless. null: it does. */
  refused: Refusal | null
  /** Doubly robust (Dudik, Langford and Li 2011); utility is quality less the cost of the latency. */
  utility: Estimate
  /** Utility over that of 0.5. */
  gain: Estimate
  quality: Estimate
  latencyS: Estimate
  /** Inverse propensity scores, and the same self-normalised (Swaminathan and Joachims 2015); of utility. */
  ips: Estimate
  snips: Estimate
}

/** The evaluation of each candidate boundary from a log. */
export interface Evaluation {
  /** Messages that were used. */
  messages: number
  /** Messages near the boundary that were randomized, and so were used. */
  drawn: number
  /** Messages near the boundary that were not randomized, and so were left out. */
  certain: number
  conversations: number
  boundaries: BoundaryValue[]
}

/** Estimates the value of each candidate boundary off-policy, from logged messages. */
export function evaluate(logged: readonly LoggedMessage[], options: Partial<PolicyOptions> = {}): Evaluation {
  const limits = { ...POLICY_DEFAULTS, ...options }
  const usable = usableMessages(logged)
  const { messages, drawn, certain } = usable
  const clusters = new Clusters(messages.map(({ conversation }) => conversation))
  const conversations = clusters.count
  const utilityOf = ({ quality, latencyS }: LoggedMessage) => utility({ quality, latencyMs: 1_000 * latencyS }, limits)
  const values = {
    utility: doublyRobust(messages, clusters, utilityOf),
    quality: doublyRobust(messages, clusters, ({ quality }) => quality),
    latencyS: doublyRobust(messages, clusters, ({ latencyS }) => latencyS),
  }
  const atControl = values.utility(CONTROL_BOUNDARY)
  const weightsAt = (boundary: number) => messages.map((message) => weightOf(message, boundary))
  const effectiveAtControl = effectiveSize(messages, weightsAt(CONTROL_BOUNDARY))
  const boundaries = CANDIDATES.map((boundary) => {
    const weights = weightsAt(boundary)
    const effective = effectiveSize(messages, weights)
    const terms = values.utility(boundary)
    const mean = (list: readonly number[], informative?: number) => clusters.mean(list, informative)
    const gains = terms.map((term, at) => term - (atControl[at] ?? 0))
    const rerouted = reroutedBy(boundary, messages)
    return {
      boundary,
      effective,
      refused: refusalOf(boundary, usable, {
        conversations,
        rerouted,
        effective: [effective, effectiveAtControl],
      }),
      utility: mean(terms),
      gain: boundary === CONTROL_BOUNDARY ? NO_GAIN : mean(gains, rerouted.conversations),
      quality: mean(values.quality(boundary)),
      latencyS: mean(values.latencyS(boundary)),
      ips: mean(messages.map((message, at) => (weights[at] ?? 0) * utilityOf(message))),
      snips: selfNormalised(messages, clusters, weights, utilityOf),
    }
  })
  return { messages: messages.length, drawn, certain, conversations, boundaries }
}

/** Counts the conversations with messages whose route differs between a boundary and 0.5. */
function reroutedBy(boundary: number, messages: readonly LoggedMessage[]): Rerouted {
  const others = messages.filter((message) => sourceAt(boundary, message) !== sourceAt(CONTROL_BOUNDARY, message))
  const count = (of: readonly LoggedMessage[]) => new Set(of.map(({ conversation }) => conversation)).size
  const ofSources = SOURCES.map((source) => count(others.filter((message) => message.source === source)))
  return { conversations: count(others), perSource: Math.min(...ofSources) }
}

function sourceAt(boundary: number, { weight }: LoggedMessage): LoggedMessage['source'] {
  return weight > boundary ? 'main_model' : 'embedder'
}

/** The importance weight; 0 if the boundary would have changed the route. */
function weightOf(message: LoggedMessage, boundary: number): number {
  return message.source === sourceAt(boundary, message) ? 1 / message.propensity : 0
}

/** Doubly robust terms of a value, for each message. */
function doublyRobust(
  messages: readonly LoggedMessage[],
  clusters: Clusters,
  value: (message: LoggedMessage) => number,
) {
  const expected = expectations(messages, clusters, value)
  return (boundary: number) =>
    messages.map((message, at) => {
      const source = sourceAt(boundary, message)
      const expectation = expected(at, source)
      return expectation + weightOf(message, boundary) * (value(message) - expectation)
    })
}

function selfNormalised(
  messages: readonly LoggedMessage[],
  clusters: Clusters,
  weights: readonly number[],
  value: (message: LoggedMessage) => number,
): Estimate {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const mean = messages.reduce((sum, message, at) => sum + (weights[at] ?? 0) * value(message), 0) / total
  // The standard error of the ratio is approximated by that of the mean of linearised terms.
  const scale = messages.length / total
  const {
    lower,
    upper,
    value: centre,
  } = clusters.mean(messages.map((message, at) => (weights[at] ?? 0) * scale * (value(message) - mean)))
  return { value: mean, lower: mean + lower - centre, upper: mean + upper - centre }
}

function effectiveSize(messages: readonly LoggedMessage[], weights: readonly number[]): number {
  let [sum, squares] = [0, 0]
  for (const [at, message] of messages.entries()) {
    const cell = cellOf(message.weight)
    if (cell === 0 || cell === CANDIDATES.length) continue
    const weight = weights[at] ?? 0
    sum += weight
    squares += weight * weight
  }
  return squares === 0 ? 0 : (sum * sum) / squares
}
