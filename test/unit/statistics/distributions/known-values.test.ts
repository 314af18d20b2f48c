import { describe, expect, test } from 'vitest'
import * as beta from '../../../../src/statistics/distributions/beta.ts'
import * as binomial from '../../../../src/statistics/distributions/binomial.ts'
import * as chiSquared from '../../../../src/statistics/distributions/chi-squared.ts'
import * as errorFunction from '../../../../src/statistics/distributions/error-function.ts'
import * as f from '../../../../src/statistics/distributions/f.ts'
import * as hypergeometric from '../../../../src/statistics/distributions/hypergeometric.ts'
import * as incompleteBeta from '../../../../src/statistics/distributions/incomplete-beta.ts'
import * as incompleteGamma from '../../../../src/statistics/distributions/incomplete-gamma.ts'
import * as logGamma from '../../../../src/statistics/distributions/log-gamma.ts'
import * as normal from '../../../../src/statistics/distributions/normal.ts'
import * as studentT from '../../../../src/statistics/distributions/student-t.ts'
import known from '../../../vectors/distributions.json' with { type: 'json' }

const functions: Record<string, (...args: number[]) => number> = {
  logGamma: logGamma.logGamma,
  logBeta: logGamma.logBeta,
  logChoose: logGamma.logChoose,
  ...errorFunction,
  regularizedBeta: incompleteBeta.regularizedBeta,
  ...incompleteGamma,
  ...normal,
  ...studentT,
  ...beta,
  ...f,
  ...chiSquared,
  ...binomial,
  ...hypergeometric,
}

// Independent values with 30 digits: test/vectors/distributions.py says how they were made.
describe.each(Object.entries(known.vectors))('%s', (name, vectors) => {
  test.each(vectors.map(({ args, value }) => [args.join(', '), args, value] as const))('of %s', (_, args, value) => {
    const computed = functions[name]?.(...args) ?? NaN
    const exact = Number(value)
    const error = exact === 0 ? Math.abs(computed) : Math.abs(computed / exact - 1)
    expect(error).toBeLessThan(1e-11)
  })
})

// Abramowitz and Stegun, tables 26.1, 26.8 and 26.9, and Wilks' smallest sample for a tolerance bound.
describe('published tables', () => {
  test.each([
    ['normal, 97.5 %', normal.normalQuantile(0.975), 1.959964, 5e-7],
    ['normal, 99.5 %', normal.normalQuantile(0.995), 2.575829, 5e-7],
    ['Student t, 95 %, 10', studentT.studentTQuantile(0.95, 10), 1.812, 5e-4],
    ['Student t, 99.5 %, 30', studentT.studentTQuantile(0.995, 30), 2.75, 5e-4],
    ['chi-squared, 95 %, 1', chiSquared.chiSquaredQuantile(0.95, 1), 3.84146, 5e-6],
    ['chi-squared, 99 %, 10', chiSquared.chiSquaredQuantile(0.99, 10), 23.2093, 5e-5],
    ['F, 95 %, 3 and 20', f.fQuantile(0.95, 3, 20), 3.1, 5e-3],
  ])('%s', (_, computed, published, half) => {
    expect(Math.abs(computed - published)).toBeLessThanOrEqual(half)
  })
})
