import { expect, test } from 'vitest'
import { isGreedyRun } from '../../../../src/provenance/results/greedy-run.ts'
import { GREEDY } from '../../../../src/settings/sampling.ts'
import { sampleEvent } from '../../../fixtures/sample-event.ts'

test.each([
  ['greedy', [GREEDY, GREEDY], [], true],
  ['greedy, another field being refused', [GREEDY], ['omitted_top_k', 'renamed_max_tokens'], true],
  ['sampled, the temperature being refused', [GREEDY], ['omitted_temperature'], false],
  ['sampled on one side', [GREEDY, { ...GREEDY, temperature: 0.7 }], [], false],
])('decoding is %s', (_name, settings, quirks, expected) => {
  expect(isGreedyRun(settings, [sampleEvent(), sampleEvent({ quirks })])).toBe(expected)
})
