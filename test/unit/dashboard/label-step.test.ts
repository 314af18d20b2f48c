import { expect, test } from 'vitest'
import { labelStep } from '../../../src/dashboard/page/components/label-step.ts'
import { axisLabel, decimal, milliseconds, percent, timeAxis } from '../../../src/dashboard/format.ts'

test.each([
  ['milliseconds', milliseconds, 640, 1],
  ['seconds', milliseconds, 12_430, 100],
  ['minutes', milliseconds, 1_200_000, 100],
  ['percent', percent, 0.964, 0.001],
  ['decimals', decimal, 12.34, 0.01],
  ['a format without differences', () => 'x', 5, 0],
] as const)('the ticks of an axis in %s have different labels', (_, format, top, step) => {
  expect(labelStep(format, top)).toBeCloseTo(step, 9)
})

test('the labels of an axis have no zeros that say nothing', () => {
  expect([0, 0.5, 0.505].map((value) => axisLabel(percent(value)))).toEqual(['0 %', '50 %', '50.5 %'])
})

test.each([
  [900, 'ms', ['0', '300', '900']],
  [12_400, 's', ['0', '0.3', '0.9']],
] as const)('an axis of times up to %d ms has one unit', (top, unit, labels) => {
  const axis = timeAxis(top)
  expect(axis.unit).toBe(unit)
  expect([0, 300, 900].map(axis.label)).toEqual(labels)
})
