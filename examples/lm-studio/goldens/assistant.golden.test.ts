import { describeGoldens, expect } from 'vitest-aios'

describeGoldens('assistant', './assistant_set.json', {
  each: async ({ golden, ask }) => {
    const answer = await ask(golden)
    expect(answer).toAnswer(golden)
    // Cut off by the limit of tokens: the rest of the answer is missing.
    expect(answer.finish).toBe('stop')
  },
  whole: ({ results }) => {
    expect(results).toNotRegressBeyond(0.25)
    expect(results).toMeetSlo({ passRate: 0.9, p95Ms: 20_000, boundaryDrift: 0.08 })
  },
})
