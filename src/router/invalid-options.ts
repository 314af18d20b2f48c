import type { RouterOptions } from '../../schemas/generated/options.ts'
import { validateRouterOptions } from '../../schemas/generated/options.validate.js'
import { mustBe, optionProblems } from '../text/option-errors.ts'
import { FEATURES } from './weight/feature-names.ts'

/** Options that are functions or objects with methods, which a schema cannot describe. */
const IN_CODE: Partial<Record<keyof RouterOptions, { expected: string; is: (value: unknown) => boolean }>> = {
  policy: {
    expected: '"evidence", "threshold" or a policy of your own',
    is: (value) => value === 'evidence' || value === 'threshold' || isPolicy(value),
  },
  store: {
    expected: 'the result of fileStore, redisStore or memoryStore',
    is: (value) => hasMethods(value, ['load', 'add', 'commit', 'reset', 'close']),
  },
  weights: {
    expected: 'the result of readCoefficients, or null',
    is: (value) => value === null || isCoefficients(value),
  },
  onMove: { expected: 'a function', is: isFunction },
  warn: { expected: 'a function', is: isFunction },
  random: { expected: 'a function', is: isFunction },
  now: { expected: 'a function', is: isFunction },
}

/** The problems of router options, one line each; empty if the options are valid. */
export function invalidOptions(options: unknown): string[] {
  const errors = optionProblems(validateRouterOptions, options)
  return [...errors, ...Object.entries(IN_CODE).flatMap(([name, rule]) => codeErrors(name, rule, options))]
}

function codeErrors(
  name: string,
  { expected, is }: { expected: string; is: (value: unknown) => boolean },
  options: unknown,
): string[] {
  const value = (options as Record<string, unknown> | null)?.[name]
  return value === undefined || is(value) ? [] : [mustBe(`"${name}"`, expected, value)]
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function'
}

function isPolicy(value: unknown): boolean {
  return hasMethods(value, ['plan', 'learn', 'evaluateMove']) && typeof (value as { name?: unknown }).name === 'string'
}

function hasMethods(value: unknown, methods: readonly string[]): boolean {
  if (typeof value !== 'object' || value === null) return false
  return methods.every((method) => isFunction((value as Record<string, unknown>)[method]))
}

function isCoefficients(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { base, features } = value as Record<string, unknown>
  if (!Number.isFinite(base) || typeof features !== 'object' || features === null) return false
  return FEATURES.every((name) => Number.isFinite((features as Record<string, unknown>)[name]))
}
