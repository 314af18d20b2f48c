import type { Decision } from '../decision.ts'
import { type Plan, type Policy, POLICY_DEFAULTS, type PolicyOptions, CONTROL_BOUNDARY, utility } from '../policy.ts'
import type { Cell, RouterState, Sums } from '../state.ts'
import { Recent } from '../recent.ts'
import { candidatesWithin, CELLS, cellOf, sendsToMain } from './evidence/cells.ts'
import { Conversation } from './evidence/conversation.ts'
import { evaluateByEvidence } from './evidence/evaluate-move.ts'
import {
  currentEpoch,
  type EpochCells,
  epochsOf,
  expectedIn,
  exploration,
  type Sides,
  summed,
} from './evidence/effects.ts'

/** Minimum number of conversations to remember. */
const REMEMBERED = 10_000

/** Values derived from a state, computed once for all messages that are routed by it. */
interface Derived {
  epochs: readonly EpochCells[]
  /** Each cell over all epochs. */
  sums: readonly Sides[]
  epoch: number
  cells: {
    explore: number
    /** Whether the boundary sends the messages of the cell to `main_model`. */
    toMain: boolean
    expected: { main_model: number; embedder: number }
  }[]
}

/**
 * Moves when the outcomes show that moving helps. Messages near the boundary are randomized with known probabilities. Their
 * doubly robust effects update an e-process for each candidate boundary. A latency guard refuses candidates with too many
 * slow replies. The messages of a conversation are one term of the evidence. Sources: Dudik, Langford and Li 2011; Howard
 * et al. 2021; Shin, Ramdas and Rinaldo 2022; Liang and Zeger 1986 (clusters); Deng and Hu 2015 (only messages that can
 * differ count).
 */
export function evidencePolicy(options: Partial<PolicyOptions> = {}): Policy {
  const limits = { ...POLICY_DEFAULTS, ...options }
  const within = candidatesWithin(limits.maxDrift)
  // The boundary can change a route only between the outermost candidates.
  const [lowest, highest] = [Math.min(...within), Math.max(...within)]
  const isExplored = (cell: number) => cell > lowest && cell <= highest
  const derivedByState = new WeakMap<RouterState, Derived>()
  const conversations = new Recent<Conversation>(REMEMBERED)

  function derive(state: RouterState): Derived {
    const known = derivedByState.get(state)
    if (known !== undefined) return known
    const epochs = epochsOf(state)
    const sums = CELLS.map((cell) => summed(epochs, cell))
    const derived = {
      epochs,
      sums,
      epoch: currentEpoch(epochs),
      cells: sums.map((sum, cell) => {
        const toMain = sendsToMain(state.boundary, cell, within)
        // Frozen, because decisions share it.
        return { explore: exploration(epochs, cell, toMain), toMain, expected: Object.freeze(expectedIn(sum)) }
      }),
    }
    derivedByState.set(state, derived)
    return derived
  }

  function conversationOf({ conversation }: Decision, generation: number): Conversation {
    const name = `${generation} ${conversation}`
    const known = conversations.get(name) ?? new Conversation()
    // Refreshes the entry of an ongoing conversation.
    conversations.set(name, known)
    return known
  }

  return {
    name: 'evidence',

    plan(state, { weight, explore, controlShare }): Plan {
      const { epoch, cells } = derive(state)
      const cell = cellOf(weight)
      const explored = explore && isExplored(cell)
      const {
        explore: opposite = 0.5,
        toMain: cellToMain = false,
        expected = { main_model: CONTROL_BOUNDARY, embedder: CONTROL_BOUNDARY },
      } = cells[cell] ?? {}
      // A boundary of another policy between two candidates counts as the nearer one.
      const toMain = explored ? cellToMain : weight > state.boundary
      const treatmentMain = explored ? (toMain ? 1 - opposite : opposite) : Number(toMain)
      const mainPropensity = controlShare * Number(weight > CONTROL_BOUNDARY) + (1 - controlShare) * treatmentMain
      return {
        treatmentMain,
        explored,
        experiment: { generation: state.generation, epoch, cell, committedToMain: toMain, mainPropensity, expected },
      }
    },

    learn(decision, experiment, feedback) {
      const { generation, epoch, cell, committedToMain, mainPropensity, ownPropensity, expected } = experiment
      const value = utility(feedback, limits)
      // Extreme costs or limits would corrupt the sums permanently.
      if (!Number.isFinite(value ** 2)) return {}
      // Goldens and hypotheses must not change the expectation of traffic: otherwise a conversation above or below it would
      // look like an effect of its bucket.
      if (!isBetween(mainPropensity) && isExplored(cell)) return {}
      // All messages of a conversation share its random bucket, so processes that each see some of them would count one
      // random draw several times.
      const e = ownPropensity ?? mainPropensity
      const { source } = decision
      const side = { n: 1, utility_sum: value, slow: Number(feedback.latencyMs > limits.latencyLimitMs) }
      const conversation = conversationOf(decision, generation)
      const beyond = value - expected[source]
      const residual = beyond - conversation.beyondExpected
      conversation.addOutcome(beyond)
      const expectedEffect = expected.main_model - expected.embedder
      const effect = expectedEffect + (source === 'main_model' ? residual / e : -residual / (1 - e))
      // Without randomization the effect is undefined.
      if (!isBetween(e) || !Number.isFinite(effect ** 2)) return { [epoch]: { [cell]: { [source]: side } } }
      const { isFirst, products } = conversation.addEffect(cell, effect, committedToMain)
      const cells: Record<string, Sums<Cell>> = {}
      for (const [outer, effect_products] of Object.entries(products)) cells[outer] = { effect_products }
      const own = { n: 1, conversations: Number(isFirst), effect_sum: effect, effect_squares: effect ** 2 }
      cells[cell] = { ...cells[cell], ...own, [source]: side }
      return { [epoch]: cells }
    },

    evaluateMove: (state) => evaluateByEvidence(state, derive(state), limits),
  }
}

function isBetween(probability: number): boolean {
  return probability > 0 && probability < 1
}
