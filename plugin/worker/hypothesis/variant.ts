import type { SampleOptions, SingleSourceOptions } from '../../../schemas/generated/options.ts'
import { validateSampleOptions, validateSingleSourceOptions } from '../../../schemas/generated/options.validate.js'
import type { Message } from '../../../src/message.ts'
import { type Configuration, configurationProblems } from '../../../src/settings/configuration.ts'
import { SOURCES, type Source } from '../../../src/source.ts'
import { mustBe } from '../../../src/text/option-errors.ts'
import { assertCallOptions } from '../suite/call-options.ts'
import type { SuiteGolden } from '../suite/suite-golden.ts'

/**
 * Builds the prompt of a golden: a string replaces its question, after its `messages`; a list is the whole conversation.
 */
export type Prompt = (golden: SuiteGolden) => string | readonly Message[]

/** A variant of asking a question. */
export interface Variant {
  /** Its name, in events and findings. */
  variant: string
  /** null: the model that the router chooses. */
  source: Source | null
  prompt?: Prompt
  configuration?: Configuration
}

/** Two variants that differ in one property. */
export type VariantPair =
  | { source: readonly [first: Source, second: Source]; prompt?: never; configuration?: never }
  | { prompt: readonly [first: Prompt, second: Prompt]; source?: Source; configuration?: never }
  | {
      configuration: readonly [first: Configuration, second: Configuration]
      source?: Source
      prompt?: never
    }

/** The two variants of a pair. Throws unless there are exactly two. */
export function variantPair(ways: VariantPair & SampleOptions): [Variant, Variant] {
  const { source, prompt, configuration, ...options } = { ...ways }
  if (prompt === undefined && configuration === undefined) {
    assertCallOptions(validateSampleOptions, options, 'paired')
    return pair(sourceVariants(source))
  }
  const single = { ...options, ...(source !== undefined && { source }) }
  assertCallOptions<SingleSourceOptions>(validateSingleSourceOptions, single, 'paired')
  return pair(
    prompt === undefined
      ? configurationVariants(configuration, single.source ?? null)
      : promptVariants(prompt, single.source ?? null),
  )
}

function sourceVariants(sources: unknown): Variant[] {
  if (!Array.isArray(sources) || sources.length !== 2)
    throw new Error(
      "aios: paired needs two variants: { source: ['embedder', 'main_model'] }, { prompt: [first, second] } or { configuration: [first, second] }",
    )
  return sources.map((given: unknown, index) => {
    const source = SOURCES.find((each) => each === given)
    if (source === undefined)
      throw new RangeError(`aios: ${mustBe(`paired({ source[${index}] })`, `"${SOURCES.join('" or "')}"`, given)}`)
    return { variant: source, source }
  })
}

function promptVariants(prompts: readonly Prompt[], source: Source | null): Variant[] {
  if (!Array.isArray(prompts) || !prompts.every((prompt) => typeof prompt === 'function'))
    throw new RangeError(`aios: ${mustBe('paired({ prompt })', 'an array of two functions of the golden', prompts)}`)
  const names = prompts.map(({ name }, index) => name || `prompt ${index + 1}`)
  const apart = new Set(names).size === names.length
  return prompts.map((prompt, index) => ({
    variant: apart ? (names[index] ?? '') : `prompt ${index + 1}`,
    source,
    prompt,
  }))
}

function configurationVariants(configurations: readonly Configuration[], source: Source | null): Variant[] {
  if (!Array.isArray(configurations))
    throw new RangeError(
      `aios: ${mustBe('paired({ configuration })', 'an array of two configurations', configurations)}`,
    )
  const problems = configurations.flatMap(configurationProblems)
  if (problems.length > 0) throw new Error(`aios: paired({ configuration }): ${problems.join('; ')}`)
  return configurations.map((configuration) => ({ variant: configuration.name, source, configuration }))
}

function pair(ways: readonly Variant[]): [Variant, Variant] {
  const [first, second] = ways
  if (first === undefined || second === undefined || ways.length > 2)
    throw new Error(`aios: paired compares two variants, got ${ways.length}`)
  if (first.variant === second.variant)
    throw new Error(`aios: both variants are "${first.variant}": there is nothing to compare`)
  return [first, second]
}
