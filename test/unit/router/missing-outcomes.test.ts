import { expect, test } from 'vitest'
import { missingOutcomes } from '../../../src/router/policies/missing-outcomes.ts'
import { freshState } from '../../../src/router/state.ts'

const arm = (outcomes: number) => ({
  ...freshState('2026-01-01T00:00:00.000Z').buckets.control,
  sample_count: outcomes,
})

test('names both buckets if both have too few outcomes', () => {
  expect(missingOutcomes({ control: arm(1), treatment: arm(3) }, 10)).toEqual({
    reason: 'control has 1 outcome and treatment has 3 outcomes since the boundary last moved, and each needs 10',
    wouldChange: '9 more outcomes in control and 7 in treatment',
  })
})

test('names only the bucket that has too few', () => {
  expect(missingOutcomes({ control: arm(9), treatment: arm(10) }, 10)).toEqual({
    reason: 'control has 9 outcomes since the boundary last moved, and needs 10',
    wouldChange: '1 more outcome in control',
  })
  expect(missingOutcomes({ treatment: arm(10) }, 10)).toBeNull()
})
