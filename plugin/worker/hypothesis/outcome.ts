import { basisText } from '../../../src/verdicts/hypothesis/basis-text.ts'
import type { OutcomeOptions } from '../../../schemas/generated/options.ts'
import type { MatcherState, SyncMatcherResult } from 'vitest'
import { DEFAULT_ALPHA, DEFAULT_POWER } from '../../../src/verdicts/hypothesis/declaration.ts'
import { describeNumbers } from '../../../src/verdicts/hypothesis/describe.ts'
import type { Finding } from '../../../src/verdicts/hypothesis/finding.ts'
import { describeShortfalls } from '../../../src/verdicts/shortfall.ts'
import { assertOptions, type OptionValidator } from '../../../src/text/option-errors.ts'
import { printable } from '../../../src/text/printable.ts'
import { lookCloser } from '../look-closer.ts'
import { type HypothesisRun, hypothesisRunOf, type Sample } from './hypothesis-run.ts'

/** Parameters of every judgement. */
interface Terms {
  alpha: number
  power: number
}

/** A call of an outcome matcher. */
interface Call {
  name: string
  sample: Sample
  /** The options of the call. */
  options: OutcomeOptions
  /** The arguments, for messages. */
  shown: string
  /** The claimed size, which the hypothesis must have declared too. */
  limit: number
}

/**
 * Judges a sample. A sample of a hypothesis records the finding there, and every outcome passes, unless the hypothesis declares
 * `must`. Any other sample passes where the claim is supported or, negated, where it is not supported. Throws a RangeError for
 * an invalid claim, and an error where the call contradicts the declaration of the hypothesis.
 */
export function outcomeOf(state: MatcherState, call: Call, judge: (terms: Terms) => Finding): SyncMatcherResult {
  const { name, sample, shown } = call
  const run = hypothesisRunOf(sample)
  if (run !== undefined) assertDeclared(state, run, call)
  const { alpha = call.options.alpha ?? DEFAULT_ALPHA, power = DEFAULT_POWER, must } = run?.declaration ?? {}
  const finding = named(name, () => judge({ alpha, power }))
  run?.recordFinding(finding, sample)
  // Negated, it requires evidence against the claim: an inconclusive result passes neither way.
  const found = state.isNot ? finding.outcome !== 'not_supported' : finding.outcome === 'supported'
  const pass = found || (run !== undefined && must === undefined)
  if (run !== undefined && !pass) run.failedToHold = true
  return {
    pass,
    message: () =>
      [
        state.utils.matcherHint(`${state.isNot ? '.not' : ''}.${name}`, 'sample', shown),
        '',
        ...(run === undefined
          ? []
          : [`Hypothesis: ${printable(run.id)} must hold: ${printable(run.declaration.claim, { max: 300 })}`]),
        `Expected:   ${state.isNot ? 'not supported' : 'supported'}`,
        `Received:   ${finding.outcome.replace('_', ' ')}`,
        `            ${describeNumbers(finding)} (${basisText(finding)})`,
        `Method:     ${finding.method}`,
        ...explain(finding),
        ...explainReplies(run),
        '',
        lookCloser(state.testPath),
      ].join('\n'),
  }
}

/** Adds the name of the matcher to the RangeErrors of a judgement. */
function named<T>(name: string, judge: () => T): T {
  try {
    return judge()
  } catch (error) {
    if (error instanceof RangeError) throw new RangeError(`${name}: ${error.message}`, { cause: error })
    throw error
  }
}

function explainReplies(run: HypothesisRun | undefined): string[] {
  const text = describeShortfalls(run?.shortfalls ?? [])
  return text === null ? [] : [`Replies:    ${text}`]
}

function explain({ reason, needed }: Finding): string[] {
  return [
    ...(reason === undefined ? [] : [`Reason:     ${printable(reason, { max: 400 })}`]),
    ...(needed === undefined ? [] : [`Needed:     ${printable(needed.sentence, { max: 400 })}`]),
  ]
}

/** Throws where a call contradicts the declaration of its hypothesis. */
function assertDeclared({ isNot }: MatcherState, { id, declaration }: HypothesisRun, call: Call): void {
  const { name, shown, limit, sample, options } = call
  const written = `${name}(${shown})`
  const say = (what: string) => new Error(`aios: hypothesis ${printable(id)}: ${what}`)
  if (isNot)
    throw say(
      `.not.${written} has no answer, because a claim that is not supported need not be false. State the opposite claim, and judge that`,
    )
  const { alpha = DEFAULT_ALPHA, margin = limit, minimumEffect = limit, metric } = declaration
  const metrics = sample.kind === 'relation' ? sample.metrics : [sample.metric]
  const contradictions = [
    ...(Object.is(margin, limit) ? [] : [`${written} judges ${limit}, but the declaration says margin ${margin}`]),
    ...(Object.is(minimumEffect, limit)
      ? []
      : [`${written} judges ${limit}, but the declaration says minimumEffect ${minimumEffect}`]),
    ...(options.alpha === undefined || options.alpha === alpha
      ? []
      : [`${written} judges at alpha ${options.alpha}, but the declaration says alpha ${alpha}`]),
    ...(metric === undefined || metrics.includes(metric)
      ? []
      : [`the sample is of ${metrics.join(' and ')}, but the declaration says metric ${metric}`]),
  ]
  if (contradictions.length > 0) throw say(`${contradictions.join('; ')}. Make them the same`)
}

/** The sample that a matcher received. Throws for other values, and for a kind that the matcher cannot judge. */
export function assertSample<K extends Sample['kind']>(
  received: unknown,
  name: string,
  kinds: readonly K[],
  example: string,
): Extract<Sample, { kind: K }> {
  if (isSample(received) && isOf(received, kinds)) return received
  throw new TypeError(
    `${name}: expected a ${kinds.join(' or ')} sample, such as \`${example}\`; received ${inWords(received)}`,
  )
}

/** The options of a matcher. Throws a RangeError that lists unknown options and invalid values. */
export function checkedOptions<T>(validate: OptionValidator<T>, options: T, name: string): T {
  return named(name, () => {
    assertOptions(validate, options)
    return options
  })
}

const KINDS = { paired: true, relation: true, grouped: true, series: true }

function isSample(value: unknown): value is Sample {
  if (typeof value !== 'object' || value === null || !('kind' in value) || !('unmeasured' in value)) return false
  return typeof value.kind === 'string' && Object.hasOwn(KINDS, value.kind)
}

function isOf<K extends Sample['kind']>(sample: Sample, kinds: readonly K[]): sample is Extract<Sample, { kind: K }> {
  return kinds.some((kind) => kind === sample.kind)
}

function inWords(value: unknown): string {
  if (value instanceof Promise) return 'a promise. Is an await missing?'
  if (isSample(value)) return `a ${value.kind} sample`
  return value === null ? 'null' : `a value of type ${typeof value}`
}
