import { expect, test } from 'vitest'
import { generatedEvents } from '../../../bench/generated-log.ts'
import { factsOf } from '../../../src/provenance/event-facts.ts'

const end = [...generatedEvents({ events: 400, end: Date.now() })].find(({ event_type: type }) => type === 'run')

test.for([
  [0, [], ['live: 0 replies']],
  [1, ['capitals'], ['live: 1 reply', 'capitals']],
  [7, ['capitals', 'sums'], ['live: 7 replies', 'capitals, sums']],
] as const)('a run with %i replies to goldens of %j has the texts %j', ([replies, sets, texts]) => {
  if (end?.event_type !== 'run') throw new Error('the generated log has no run')
  expect(factsOf({ ...end, backend: 'live', replies, sets: [...sets] }).texts).toEqual(texts)
})
