import { describe, expect, test } from 'vitest'
import { questions } from '../../../bench/router/questions.ts'
import { readRecording } from '../../../bench/router/recording.ts'
import { compareRouters } from '../../../src/verdicts/routing/compare-routers.ts'
import { conversationOf } from '../../../src/goldens/golden.ts'
import { parseGoldenSet } from '../../../src/goldens/sets/golden-set.ts'
import { weigh } from '../../../src/router/weight/weigh.ts'

describe('the recording of two real models', () => {
  const asked = questions()

  test('has valid goldens as questions, the same for each call', () => {
    expect(parseGoldenSet(JSON.stringify(asked), 'questions')).toHaveLength(asked.length)
    expect(questions()).toEqual(asked)
    expect(new Set(asked.map(({ messages, question }) => JSON.stringify([messages, question]))).size).toBe(asked.length)
  })

  test('contains replies of both models to at least 1,000 questions, which the weight ranks better than chance', () => {
    const passed = new Map(readRecording().map(({ id, source, passed }) => [`${id} ${source}`, Number(passed)]))
    const both = asked.flatMap((question) => {
      const [main, small] = [passed.get(`${question.id} main_model`), passed.get(`${question.id} embedder`)]
      const weight = weigh(conversationOf(question)).value
      return main === undefined || small === undefined ? [] : [{ conversation: question.id, gap: main - small, weight }]
    })
    expect(both.length).toBeGreaterThanOrEqual(1_000)
    const weights = both.map(({ weight }) => weight)
    expect(compareRouters(both, weights, weights, { rounds: 200 }).first.ranking?.lower).toBeGreaterThan(0.5)
  })
})
