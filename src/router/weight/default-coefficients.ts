import type { Feature } from './features.ts'

/** How much each feature counts; what a weight is computed with. */
export interface Coefficients {
  /** The weight of a message that has no feature at all. */
  base: number
  features: Readonly<Record<Feature, number>>
}

/**
 * The weight without learning. The signs come from what is known of small models against large ones: they fall behind where
 * steps of reasoning or arithmetic add up, in code, with several constraints at once, outside English, and late in long
 * conversations; they keep up, or win by luck, where one of a few answers may be guessed, or where it stands in the text.
 * Length leads: of single features it tells most, on whatever messages. What makes a question easy to guess counts little, since
 * it depends on the pair of models how well they guess.
 * The scale: greetings below 0.2, questions of fact about 0.4 to 0.5, a substantial task above 0.58.
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
