import type { Estimate } from '../../statistics/estimate.ts'
import { compareRouters, type RouterResult } from '../../verdicts/routing/compare-routers.ts'
import type { Message } from '../../message.ts'
import { type Coefficients, DEFAULT_COEFFICIENTS } from '../weight/default-coefficients.ts'
import { featuresOf } from '../weight/features.ts'
import { weightOf } from '../weight/weigh.ts'
import { folds } from './folds.ts'
import { choosePenalty, correct, type Example } from './model.ts'

/** A message with the gap between the replies of main_model and the embedder. */
export interface LabelledMessage {
  conversation: string
  /** The conversation up to the message. */
  messages: readonly Message[]
  /** Outcome (0 to 1) of main_model minus outcome of the embedder; an estimate may lie beyond -1 and 1. */
  gap: number
  /** `both`: both replies are known; `one`: the gap is estimated from one reply and its propensity. */
  known: 'both' | 'one'
}

/** Options of learning. */
export interface LearnOptions {
  /** The coefficients to improve on. Default: those of the package. */
  current?: Coefficients
  /** Minimum number of messages. Default 200. */
  minMessages?: number
  /** Default 1. */
  seed?: number
  /** Resamples for the interval. Default 2,000. */
  rounds?: number
}

/** Size of the data. */
export interface LearningFacts {
  messages: number
  conversations: number
  /** Messages on which the models differ. */
  discordant: number
  /** Messages of which both replies are known. */
  both: number
}

/** Learnt coefficients with their cross-validated result. */
export interface Learnt extends LearningFacts {
  kind: 'learnt'
  /** Fitted to all messages. */
  coefficients: Coefficients
  penalty: number
  current: RouterResult
  /** Cross-validated: of coefficients that were fitted to the other folds. */
  learned: RouterResult
  /** The measure that decides: `apgr`, or `ranking` without a gap to recover. */
  measure: 'apgr' | 'ranking'
  /** Learned minus current. */
  difference: Estimate
  /** The lower bound of the difference is above 0. */
  better: boolean
}

/** Nothing was fitted. `reason`: one sentence. */
export interface Refused extends LearningFacts {
  kind: 'refused'
  reason: string
}

/** Folds of the cross-validation. */
const FOLDS = 5

/** Minimum number of messages on which the models differ. */
const MIN_DISCORDANT = 30

/**
 * Fits the coefficients of the weight to labelled messages. Cross-validation, which holds out whole conversations, compares
 * them with the current coefficients.
 */
export function learnCoefficients(labelled: readonly LabelledMessage[], options: LearnOptions = {}): Learnt | Refused {
  const { current = DEFAULT_COEFFICIENTS, minMessages = 200, seed = 1, rounds = 2_000 } = options
  const usable = labelled.filter(({ gap }) => Number.isFinite(gap))
  const examples = usable.map(({ conversation, messages, gap }) => ({
    conversation,
    features: featuresOf(messages),
    gap,
  }))
  const facts: LearningFacts = {
    messages: usable.length,
    conversations: new Set(usable.map(({ conversation }) => conversation)).size,
    discordant: usable.filter(({ gap }) => gap !== 0).length,
    both: usable.filter(({ known }) => known === 'both').length,
  }
  const reason = refusal(facts, examples, minMessages)
  if (reason !== null) return { kind: 'refused', reason, ...facts }

  const weights = examples.map(({ features }) => weightOf(features, current).value)
  const compared = compareRouters(examples, weights, heldOut(examples, current, seed), { seed, rounds })
  const measure = compared.difference.apgr === null ? 'ranking' : 'apgr'
  const difference = compared.difference[measure]
  if (difference === null)
    return { kind: 'refused', reason: 'The two models do not differ in both directions often enough.', ...facts }
  const penalty = choosePenalty(examples, current, FOLDS, seed)
  return {
    kind: 'learnt',
    ...facts,
    coefficients: correct(examples, current, penalty),
    penalty,
    current: compared.first,
    learned: compared.second,
    measure,
    difference,
    better: difference.lower > 0,
  }
}

function refusal(
  { messages, conversations, discordant }: LearningFacts,
  examples: readonly Example[],
  minMessages: number,
) {
  if (messages < minMessages) return `${messages} messages can be used; at least ${minMessages} are needed.`
  if (conversations < 2 * FOLDS)
    return `The messages belong to ${conversations} conversations; at least ${2 * FOLDS} are needed.`
  if (discordant < MIN_DISCORDANT)
    return `The two models differ on ${discordant} messages; at least ${MIN_DISCORDANT} are needed.`
  const gains = examples.filter(({ gap }) => gap > 0).length
  return gains === 0 || gains === discordant
    ? 'One model is never better than the other: there is nothing to rank.'
    : null
}

/** The weight of each message by coefficients and a penalty that were fitted to the other folds. */
function heldOut(examples: readonly Example[], current: Coefficients, seed: number): number[] {
  const fold = folds(examples, FOLDS, seed)
  const weights = examples.map(() => 0)
  for (let out = 0; out < FOLDS; out++) {
    const inside = examples.filter((_, at) => fold[at] !== out)
    const learnt = correct(inside, current, choosePenalty(inside, current, FOLDS, seed + 1 + out))
    for (const [at, { features }] of examples.entries())
      if (fold[at] === out) weights[at] = weightOf(features, learnt).value
  }
  return weights
}
