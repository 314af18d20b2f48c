import { type Source, SOURCES } from '../../source.ts'
import { CANDIDATES, cellOf } from '../policies/evidence/cells.ts'
import { POLICY_DEFAULTS, type PolicyOptions, CONTROL_BOUNDARY, utility } from '../policy.ts'
import type { Estimate } from '../../statistics/estimate.ts'
import { Clusters } from './clustered.ts'
import { expectations } from './means.ts'
import { type Rerouted, type Refusal, refusalOf } from './refusal.ts'
import { type MessageTable, sourceOf, tableOf } from './message-table.ts'
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
export function evaluate(
  logged: readonly LoggedMessage[] | MessageTable,
  options: Partial<PolicyOptions> = {},
): Evaluation {
  const limits = { ...POLICY_DEFAULTS, ...options }
  const usable = usableMessages('weight' in logged ? logged : tableOf(logged))
  const { messages, drawn, certain } = usable
  const { quality, latencyS } = messages
  const conversations = messages.conversations.length
  const clusters = new Clusters(messages.conversation, conversations)
  const utilities = Float64Array.from(quality, (value, row) =>
    utility({ quality: value, latencyMs: 1_000 * (latencyS[row] ?? 0) }, limits),
  )
  const terms = {
    utility: doublyRobust(messages, utilities),
    quality: doublyRobust(messages, quality),
    latencyS: doublyRobust(messages, latencyS),
  }
  const effectiveAtControl = effectiveSize(messages, CONTROL_BOUNDARY)
  const boundaries = CANDIDATES.map((boundary) => {
    const effective = effectiveSize(messages, boundary)
    const rerouted = reroutedBy(boundary, messages)
    const gain = (row: number) => terms.utility(boundary, row) - terms.utility(CONTROL_BOUNDARY, row)
    return {
      boundary,
      effective,
      refused: refusalOf(boundary, usable, {
        conversations,
        rerouted,
        effective: [effective, effectiveAtControl],
      }),
      utility: clusters.mean((row) => terms.utility(boundary, row)),
      gain: boundary === CONTROL_BOUNDARY ? NO_GAIN : clusters.mean(gain, rerouted.conversations),
      quality: clusters.mean((row) => terms.quality(boundary, row)),
      latencyS: clusters.mean((row) => terms.latencyS(boundary, row)),
      ips: clusters.mean((row) => importance(messages, boundary, row) * (utilities[row] ?? 0)),
      snips: selfNormalised({ messages, clusters, boundary, values: utilities }),
    }
  })
  return { messages: messages.length, drawn, certain, conversations, boundaries }
}

/** Counts the conversations with messages whose route differs between a boundary and 0.5. */
function reroutedBy(boundary: number, messages: MessageTable): Rerouted {
  const found = SOURCES.map((each) => ({ source: each, conversations: new Set<number>() }))
  for (const [row, each] of messages.weight.entries()) {
    if (sourceAt(boundary, each) === sourceAt(CONTROL_BOUNDARY, each)) continue
    found.find(({ source }) => source === sourceOf(messages, row))?.conversations.add(messages.conversation[row] ?? 0)
  }
  const ofSources = found.map(({ conversations }) => conversations)
  return {
    conversations: new Set(ofSources.flatMap((each) => [...each])).size,
    perSource: Math.min(...ofSources.map(({ size }) => size)),
  }
}

function sourceAt(boundary: number, weight = 0): Source {
  return weight > boundary ? 'main_model' : 'embedder'
}

/** The importance weight of a message; 0 if the boundary would have changed the route. */
function importance(messages: MessageTable, boundary: number, row: number): number {
  const isSame = sourceOf(messages, row) === sourceAt(boundary, messages.weight[row])
  return isSame ? 1 / (messages.propensity[row] ?? 1) : 0
}

/** The doubly robust term of a message for values of the messages. */
function doublyRobust(messages: MessageTable, values: ArrayLike<number>): (boundary: number, row: number) => number {
  const expected = expectations(messages, values)
  return (boundary, row) => {
    const expectation = expected(row, sourceAt(boundary, messages.weight[row]))
    return expectation + importance(messages, boundary, row) * ((values[row] ?? 0) - expectation)
  }
}

function selfNormalised({
  messages,
  clusters,
  boundary,
  values,
}: {
  messages: MessageTable
  clusters: Clusters
  boundary: number
  values: ArrayLike<number>
}): Estimate {
  let [total, weighted] = [0, 0]
  for (let row = 0; row < messages.length; row += 1) {
    const weight = importance(messages, boundary, row)
    total += weight
    weighted += weight * (values[row] ?? 0)
  }
  const mean = weighted / total
  // The standard error of the ratio is approximated by that of the mean of linearised terms.
  const scale = messages.length / total
  const {
    lower,
    upper,
    value: centre,
  } = clusters.mean((row) => importance(messages, boundary, row) * scale * ((values[row] ?? 0) - mean))
  return { value: mean, lower: mean + lower - centre, upper: mean + upper - centre }
}

function effectiveSize(messages: MessageTable, boundary: number): number {
  let [sum, squares] = [0, 0]
  for (const [row, each] of messages.weight.entries()) {
    const cell = cellOf(each)
    if (cell === 0 || cell === CANDIDATES.length) continue
    const weight = importance(messages, boundary, row)
    sum += weight
    squares += weight * weight
  }
  return squares === 0 ? 0 : (sum * sum) / squares
}
