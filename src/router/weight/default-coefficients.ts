import type { Feature } from './feature-names.ts'

/** The coefficients of the weight, one per feature. */
export interface Coefficients {
  /** The weight of a message without features. */
  base: number
  features: Readonly<Record<Feature, number>>
}

/**
 * The coefficients without learning. Their signs follow published comparisons of small and large models. Small models are
 * worse at several steps of reasoning or arithmetic, code, several constraints, languages other than English, and late in
 * long conversations. They are as good if an answer can be guessed or appears in the text. Length has the largest
 * coefficient, as the best single predictor. Features of guessable questions have small coefficients, since guessing depends
 * on the models. Greetings weigh less than 0.2, questions of fact about 0.4 to 0.5, and a substantial task more than 0.58.
 */
export const DEFAULT_COEFFICIENTS: Coefficients = {
  base: 0.29,
  features: {
    length: 0.28,
    numbers: 0.06,
    digits: 0.06,
    operators: 0.09,
    quantities: 0.12,
    relations: 0.08,
    formulas: 0.06,
    code: 0.12,
    work: 0.13,
    reasoning: 0.06,
    constraints: 0.08,
    steps: 0.06,
    questions: 0.05,
    lines: 0.08,
    items: 0.03,
    quotes: 0.02,
    negation: 0.02,
    word_length: 0.02,
    script: 0.04,
    options: -0.03,
    closed: -0.05,
    given: -0.02,
    turns: 0.06,
    context: 0.05,
    greeting: -0.28,
  },
}
