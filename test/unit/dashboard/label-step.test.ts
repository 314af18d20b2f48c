import { expect, test } from 'vitest'
import { labelStep } from '../../../src/dashboard/page/components/label-step.ts'
import { axisLabel, decimal, milliseconds, percent } from '../../../src/dashboard/format.ts'

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
  expect([0, 1_500, 3_000, 12_000].map((value) => axisLabel(milliseconds(value)))).toEqual([
    '0',
    '1,500 ms',
    '3 s',
    '12 s',
  ])
})
