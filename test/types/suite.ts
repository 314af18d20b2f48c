import { describeGoldens, expect, test } from 'vitest-aios'
import type { Answer, Decision, Golden, GoldenSuite, Message, SetRun, Slo, Source, SuiteGolden } from 'vitest-aios'

const golden: Golden = { id: 'capital', question: 'What is the capital of France?', trait: 'facts' }

describeGoldens('one line', './sample_set.json')

describeGoldens('explicit', './sample_set.json', {
  each: async ({ golden, ask }) => {
    const answer: Answer = await ask(golden)
    const decision: Decision = answer.decision
    const source: Source = decision.source
    expect(answer).toAnswer(golden)
    expect(source).toBe('main_model')
  },
  whole: ({ results }) => {
    const run: SetRun = results
    expect(run).toNotRegressBeyond(0.25)
    expect(run).not.toMeetSlo({ passRate: 0.95, p95Ms: 20_000, boundaryDrift: 0.08 })
  },
})

test('fixtures', async ({ ask, router, conversation }) => {
  const messages: Message[] = [{ role: 'user', content: 'Hello!' }]
  const id: string = conversation ?? 'none'
  expect(await ask('Hello!')).toAnswer(golden)
  expect(await ask(messages)).toAnswer(golden)
  expect(router.route({ conversation: id, messages }).weight).toBeGreaterThan(0)
})

const objectives: Slo = { passRate: 1 }
const suite: GoldenSuite = { slo: objectives, regression: 0.1 }
describeGoldens('with objectives', './sample_set.json', suite)

const inSuite = (golden: SuiteGolden): readonly Message[] => golden.conversation
void inSuite
