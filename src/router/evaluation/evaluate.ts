import { SOURCES } from '../../source.ts'
import { CANDIDATES, cellOf } from '../policies/evidence/cells.ts'
import { POLICY_DEFAULTS, type PolicyOptions, CONTROL_BOUNDARY, utility } from '../policy.ts'
import type { Estimate } from '../../statistics/estimate.ts'
import { clusteredMean } from './clustered.ts'
import { expectations } from './means.ts'
import { type Between, type Refusal, refusalOf } from './refusal.ts'
import { type LoggedMessage, usable } from './samples.ts'

/** The gain of 0.5 over itself. */
const NOTHING: Estimate = { value: 0, lower: 0, upper: 0 }

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
  messages: number
  drawn: number
  certain: number
  conversations: number
  boundaries: BoundaryValue[]
}

/** Estimates the value of each candidate boundary off-policy, from logged messages. */
export function evaluate(logged: readonly LoggedMessage[], options: Partial<PolicyOptions> = {}): Evaluation {
  const limits = { ...POLICY_DEFAULTS, ...options }
  const found = usable(logged)
  const { messages, drawn, certain } = found
  const conversations = new Set(messages.map(({ conversation }) => conversation)).size
  const worth = ({ quality, latencyS }: LoggedMessage) => utility({ quality, latencyMs: 1_000 * latencyS }, limits)
  const values = {
    utility: robust(messages, worth),
    quality: robust(messages, ({ quality }) => quality),
    latencyS: robust(messages, ({ latencyS }) => latencyS),
  }
  const atRest = values.utility(CONTROL_BOUNDARY)
  const weightsAt = (boundary: number) => messages.map((message) => weightOf(message, boundary))
  const effectiveAtRest = effectiveSize(messages, weightsAt(CONTROL_BOUNDARY))
  const boundaries = CANDIDATES.map((boundary) => {
    const weights = weightsAt(boundary)
    const effective = effectiveSize(messages, weights)
    const terms = values.utility(boundary)
    const mean = (list: readonly number[], informative?: number) =>
      clusteredMean(
        messages.map(({ conversation }, at) => ({
          cluster: conversation,
          term: list[at] ?? 0,
        })),
        informative,
      )
    const gains = terms.map((term, at) => term - (atRest[at] ?? 0))
    const between = betweenRestAnd(boundary, messages)
    return {
      boundary,
      effective,
      refused: refusalOf(boundary, found, {
        conversations,
        between,
        effective: [effective, effectiveAtRest],
      }),
      utility: mean(terms),
      gain: boundary === CONTROL_BOUNDARY ? NOTHING : mean(gains, between.conversations),
      quality: mean(values.quality(boundary)),
      latencyS: mean(values.latencyS(boundary)),
      ips: mean(messages.map((message, at) => (weights[at] ?? 0) * worth(message))),
      snips: selfNormalised(messages, weights, worth),
    }
  })
  return {
    messages: messages.length,
    drawn,
    certain,
    conversations,
    boundaries,
  }
}

/** Conversations with messages that a boundary sends elsewhere than 0.5 does. */
function betweenRestAnd(boundary: number, messages: readonly LoggedMessage[]): Between {
  const others = messages.filter((message) => sourceAt(boundary, message) !== sourceAt(CONTROL_BOUNDARY, message))
  const count = (of: readonly LoggedMessage[]) => new Set(of.map(({ conversation }) => conversation)).size
  const ofSources = SOURCES.map((source) => count(others.filter((message) => message.source === source)))
  return { conversations: count(others), ofEither: Math.min(...ofSources) }
}

function sourceAt(boundary: number, { weight }: LoggedMessage): LoggedMessage['source'] {
  return weight > boundary ? 'main_model' : 'embedder'
}

/** The importance weight; 0 if the boundary would have changed the route. */
function weightOf(message: LoggedMessage, boundary: number): number {
  return message.source === sourceAt(boundary, message) ? 1 / message.propensity : 0
}

/** Doubly robust terms of a value, for each message. */
function robust(messages: readonly LoggedMessage[], value: (message: LoggedMessage) => number) {
  const expected = expectations(messages, value)
  return (boundary: number) =>
    messages.map((message) => {
      const source = sourceAt(boundary, message)
      const guess = expected(message, source)
      return guess + weightOf(message, boundary) * (value(message) - guess)
    })
}

function selfNormalised(
  messages: readonly LoggedMessage[],
  weights: readonly number[],
  value: (message: LoggedMessage) => number,
): Estimate {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const mean = messages.reduce((sum, message, at) => sum + (weights[at] ?? 0) * value(message), 0) / total
  // Linearised: the ratio's error is that of the mean of these.
  const scale = messages.length / total
  const {
    lower,
    upper,
    value: centre,
  } = clusteredMean(
    messages.map((message, at) => ({
      cluster: message.conversation,
      term: (weights[at] ?? 0) * scale * (value(message) - mean),
    })),
  )
  return {
    value: mean,
    lower: mean + lower - centre,
    upper: mean + upper - centre,
  }
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
