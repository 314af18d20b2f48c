import type { GoldenSuiteOptions } from '../../../schemas/generated/options.ts'
import { validateGoldenSuiteOptions } from '../../../schemas/generated/options.validate.js'
import { describeOptionErrors, mustBe } from '../../../src/text/option-errors.ts'

const NAMES = { caller: 'describeGoldens' }

/** Throws an error that lists every unknown option and every invalid value of a golden suite. */
export function assertSuiteOptions(options: object): void {
  const errors = validateGoldenSuiteOptions(options)
    ? functionErrors(options)
    : describeOptionErrors(validateGoldenSuiteOptions.errors, NAMES)
  if (errors.length > 0) throw new RangeError(`aios: ${errors.join('; ')}`)
}

/** A schema cannot describe functions. */
function functionErrors({ each, whole }: GoldenSuiteOptions): string[] {
  return Object.entries({ each, whole }).flatMap(([name, value]) =>
    value === undefined || typeof value === 'function'
      ? []
      : [mustBe(`describeGoldens({ ${name} })`, 'a function', value)],
  )
}
