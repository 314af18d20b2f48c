import type { Message } from '../../message.ts'
import { type Coefficients, DEFAULT_COEFFICIENTS } from './default-coefficients.ts'
import type { Feature } from './feature-names.ts'
import { featuresOf } from './features.ts'

type Parts = Partial<Record<Feature | 'base', number>>

/** How much a message needs the large model, with the contribution of each feature. */
export interface Weight {
  /** 0 (the small model suffices) to 1 (the large model is needed), with three decimals. */
  value: number
  /** Contributions of the features that are not 0, by name. Their sum, limited to 0..1, is `value`. */
  parts: Record<string, number>
}

/**
 * Scores the last user message of a conversation as a sum of bounded contributions. Calls no model, and always returns the
 * same weight for the same conversation. `coefficients`: default those of the package.
 */
export function weigh(messages: readonly Message[], coefficients: Coefficients = DEFAULT_COEFFICIENTS): Weight {
  return weightOf(featuresOf(messages), coefficients)
}

/** The weight of a message from its features. */
export function weightOf(values: readonly number[], { base, features: of }: Coefficients): Weight {
  const start = thousandths(1, base)
  const parts: Parts = { base: start / 1_000 }
  // Feature by feature: storing by a name from a list takes three times as long.
  const length = thousandths(values[0], of.length)
  if (length !== 0) parts.length = length / 1_000
  const numbers = thousandths(values[1], of.numbers)
  if (numbers !== 0) parts.numbers = numbers / 1_000
  const digits = thousandths(values[2], of.digits)
  if (digits !== 0) parts.digits = digits / 1_000
  const operators = thousandths(values[3], of.operators)
  if (operators !== 0) parts.operators = operators / 1_000
  const quantities = thousandths(values[4], of.quantities)
  if (quantities !== 0) parts.quantities = quantities / 1_000
  const relations = thousandths(values[5], of.relations)
  if (relations !== 0) parts.relations = relations / 1_000
  const formulas = thousandths(values[6], of.formulas)
  if (formulas !== 0) parts.formulas = formulas / 1_000
  const code = thousandths(values[7], of.code)
  if (code !== 0) parts.code = code / 1_000
  const work = thousandths(values[8], of.work)
  if (work !== 0) parts.work = work / 1_000
  const reasoning = thousandths(values[9], of.reasoning)
  if (reasoning !== 0) parts.reasoning = reasoning / 1_000
  const constraints = thousandths(values[10], of.constraints)
  if (constraints !== 0) parts.constraints = constraints / 1_000
  const steps = thousandths(values[11], of.steps)
  if (steps !== 0) parts.steps = steps / 1_000
  const questions = thousandths(values[12], of.questions)
  if (questions !== 0) parts.questions = questions / 1_000
  const lines = thousandths(values[13], of.lines)
  if (lines !== 0) parts.lines = lines / 1_000
  const items = thousandths(values[14], of.items)
  if (items !== 0) parts.items = items / 1_000
  const quotes = thousandths(values[15], of.quotes)
  if (quotes !== 0) parts.quotes = quotes / 1_000
  const negation = thousandths(values[16], of.negation)
  if (negation !== 0) parts.negation = negation / 1_000
  const word_length = thousandths(values[17], of.word_length)
  if (word_length !== 0) parts.word_length = word_length / 1_000
  const script = thousandths(values[18], of.script)
  if (script !== 0) parts.script = script / 1_000
  const options = thousandths(values[19], of.options)
  if (options !== 0) parts.options = options / 1_000
  const closed = thousandths(values[20], of.closed)
  if (closed !== 0) parts.closed = closed / 1_000
  const given = thousandths(values[21], of.given)
  if (given !== 0) parts.given = given / 1_000
  const turns = thousandths(values[22], of.turns)
  if (turns !== 0) parts.turns = turns / 1_000
  const context = thousandths(values[23], of.context)
  if (context !== 0) parts.context = context / 1_000
  const greeting = thousandths(values[24], of.greeting)
  if (greeting !== 0) parts.greeting = greeting / 1_000
  const sum =
    start +
    length +
    numbers +
    digits +
    operators +
    quantities +
    relations +
    formulas +
    code +
    work +
    reasoning +
    constraints +
    steps +
    questions +
    lines +
    items +
    quotes +
    negation +
    word_length +
    script +
    options +
    closed +
    given +
    turns +
    context +
    greeting
  return { value: sum <= 0 ? 0 : sum >= 1_000 ? 1 : sum / 1_000, parts }
}

/** The contribution of a feature in thousandths: sums of binary fractions differ from those of the printed decimals. */
function thousandths(value = 0, coefficient: number): number {
  return Math.round(value * coefficient * 1_000)
}
