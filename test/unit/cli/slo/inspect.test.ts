import { expect, test } from 'vitest'
import { inspect } from '../../../../src/cli/slo/inspect.ts'
import type { Objective } from '../../../../src/verdicts/slo/judge.ts'

const missed = (...names: Objective['objective'][]) => [
  {
    objectives: names.map((objective): Objective => ({
      objective,
      target: 1,
      value: 0,
      met: false,
      n: 4,
      shown: null,
    })),
  },
]
const EVENTS = 'look at the replies: npx aios events --type response --verdict'

test.each([
  ['a pass rate, also those without a reply', missed('passRate'), [`${EVENTS} fail unmeasured --tail 20`]],
  ['questions without a reply', missed('errorRate'), [`${EVENTS} unmeasured --tail 20`]],
  ['a latency', missed('p95Ms', 'ttftMs'), ['look at the slowest replies: npx aios dashboard']],
  ['the drift', missed('boundaryDrift'), ['look at the router: npx aios router']],
  [
    'a pass rate and a latency',
    missed('errorRate', 'passRate', 'p95Ms'),
    [`${EVENTS} unmeasured fail --tail 20`, 'look at the slowest replies: npx aios dashboard'],
  ],
  ['tokens', missed('tokensPerReply'), ['look at the replies: npx aios dashboard']],
])('a violated objective leads to the replies that count: %s', (_, sets, steps) => {
  expect(inspect(sets, {})).toEqual(steps)
})

test('the replies are those of the time and the logs that were judged', () => {
  const judged = {
    since: new Date('2026-11-28T00:00:00Z'),
    log: ['a.ndjson', 'b c.ndjson', "it's.ndjson"],
  }
  expect(inspect(missed('passRate'), judged)).toEqual([
    String.raw`${EVENTS} fail unmeasured --since 2026-11-28T00:00:00.000Z --log a.ndjson 'b c.ndjson' 'it'\''s.ndjson'`,
  ])
})
