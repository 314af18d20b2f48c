import { describeGoldens, expect, test } from 'vitest-aios'
import type { Golden } from 'vitest-aios'

const golden: Golden = { id: 'capital', question: 'What is the capital of France?', trait: 'facts' }

test('misspelt matchers do not compile', async ({ ask }) => {
  const answer = await ask('Hello!')
  // @ts-expect-error a misspelt matcher
  expect(answer).toAnswr(golden)
  // @ts-expect-error a misspelt matcher
  expect(answer).toNotRegresBeyond(0.25)
  // @ts-expect-error a misspelt matcher
  expect(answer).not.toMeetSlos({ passRate: 1 })
})

test('wrong arguments do not compile', async ({ ask }) => {
  const answer = await ask('Hello!')
  // @ts-expect-error a golden has a question and a trait
  expect(answer).toAnswer({ id: 'capital' })
  // @ts-expect-error the tolerance is a number
  expect(answer).toNotRegressBeyond('25 %')
  // @ts-expect-error no such objective
  expect(answer).toMeetSlo({ passrate: 1 })
  // @ts-expect-error no such role
  await ask([{ role: 'tool', content: 'Hello!' }])
})

// @ts-expect-error a golden set is a file
describeGoldens('no file')

// @ts-expect-error no such part of a suite
describeGoldens('misspelt part', './sample_set.json', { every: () => {} })
