import { describe, expect, test } from 'vitest'
import { objectiveWords } from '../../../src/dashboard/views/objective-words.ts'
import type { Objective } from '../../../src/verdicts/slo/judge.ts'

const MISSED: Objective = {
  objective: 'passRate',
  target: 0.95,
  value: 0.8333,
  met: false,
  n: 30,
  shown: { confidence: 0.95, bound: 0.7, verdict: 'missed', goldens: 30, needs: null },
}

describe('an objective in words', () => {
  test.each<[Partial<Objective>, string]>([
    [{}, 'pass rate 83.3 %, target at least 95 % (30 goldens)'],
    [{ n: 1, value: null }, 'pass rate unknown, target at least 95 % (1 golden)'],
    [{ objective: 'p95Ms', target: 20_000, value: 25_400 }, 'p95 latency 25.4 s, target at most 20.0 s (30 replies)'],
    [{ objective: 'errorRate', target: null, value: 0.1 }, 'questions without a reply 10 %, no target (30 questions)'],
    [
      { objective: 'boundaryDrift', target: 0.08, value: 0.12, n: 1 },
      'drift of the boundary 0.12, target at most 0.08',
    ],
  ])('names value, target and size: %j', (facts, sentence) => {
    expect(objectiveWords({ ...MISSED, ...facts }).sentence).toBe(sentence)
  })

  test('has what the data show beyond chance', () => {
    expect(objectiveWords(MISSED).evidence).toBe('shown with 95 % confidence')
    const open = { confidence: 0.95, bound: 0.914, verdict: 'open', goldens: 30, needs: 208 } as const
    expect(objectiveWords({ ...MISSED, shown: open }).evidence).toBe(
      'not shown with 95 % confidence: bound 91.4 %, 208 goldens are needed',
    )
  })

  test('has the reason why it cannot be judged', () => {
    const { evidence } = objectiveWords({ ...MISSED, value: null, shown: null, reason: 'no reply was judged' })
    expect(evidence).toBe('no reply was judged')
  })
})
