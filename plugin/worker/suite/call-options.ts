import { type OptionValidator, optionProblems } from '../../../src/text/option-errors.ts'

/** Throws a RangeError that lists the unknown options and the invalid values of a call: `aios: ask({ repeat }) must be ...`. */
export function assertCallOptions<T>(
  validate: OptionValidator<T>,
  options: unknown,
  caller: string,
): asserts options is T {
  const problems = optionProblems(validate, options, { caller })
  if (problems.length > 0) throw new RangeError(`aios: ${problems.join('; ')}`)
}
