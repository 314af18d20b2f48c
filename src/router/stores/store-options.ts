import { mustBe, type OptionValidator, optionProblems } from '../../text/option-errors.ts'

/** Throws a RangeError that lists the unknown options and the invalid values of a store. */
export function assertStoreOptions<T extends { warn?: unknown }>(
  validate: OptionValidator<T>,
  options: T,
  caller: string,
): void {
  const { warn } = { ...options }
  const problems = [
    ...optionProblems(validate, options, { caller }),
    ...(warn === undefined || typeof warn === 'function' ? [] : [mustBe(`${caller}({ warn })`, 'a function', warn)]),
  ]
  if (problems.length > 0) throw new RangeError(`router: ${problems.join('; ')}`)
}
