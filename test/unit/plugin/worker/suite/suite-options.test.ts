import { expect, test } from 'vitest'
import { assertSuiteOptions } from '../../../../../plugin/worker/suite/suite-options.ts'

test.each([
  [{}],
  [{ each: () => {}, whole: () => {}, countedAttempt: 'last' }],
  [{ slo: { passRate: 1 }, regression: 0.1 }],
  [{ regression: { tolerance: 0.1, mode: 'strict' }, compare: { candidate: { name: 'q8' } } }],
  [{ slo: undefined }],
])('accepts %o', (options) => {
  expect(() => assertSuiteOptions(options)).not.toThrow()
})

test.each([
  [
    { regresion: 0.1 },
    'describeGoldens({ ... }): unknown option "regresion"; did you mean "regression"? Options: each, whole, slo, regression, countedAttempt, compare',
  ],
  [{ countedAttempt: 'frist' }, 'describeGoldens({ countedAttempt }) must be one of "first", "last", got "frist"'],
  [{ slo: { passrate: 1 } }, 'describeGoldens({ slo }): unknown option "passrate"; did you mean "passRate"?'],
  [{ slo: { passRate: 2 } }, 'describeGoldens({ slo: { passRate } }) must be a number from 0 to 1, got 2'],
  [
    { regression: { mode: 'loose' } },
    'describeGoldens({ regression: { mode } }) must be one of "evidence", "strict", "point", got "loose"',
  ],
  [
    { regression: -1 },
    'describeGoldens({ regression }) must be a number above 0 and at most 1000, such as 0.25 for a quarter, or an object, got -1',
  ],
  [{ each: 'ask' }, 'describeGoldens({ each }) must be a function, got "ask"'],
])('rejects %o', (options, message) => {
  expect(() => assertSuiteOptions(options)).toThrow(`aios: ${message}`)
})
