import { describe } from 'vitest'
import { expect, test } from 'vitest-aios'
import { conversations } from '../traffic.ts'

// 67 conversations have 201 messages. Use a smaller number for a quick run.
const COUNT = Number(process.env['CONVERSATIONS'] ?? 67)
if (!(COUNT >= 1)) throw new Error(`CONVERSATIONS must be a number from 1, not ${process.env['CONVERSATIONS']}`)

// Each conversation belongs to one bucket, and the router learns from its outcomes. A wrong answer is an outcome here, not a
// failure; a question without an answer is a failure.
describe.for(conversations(COUNT))('$id', ({ id, turns }) => {
  test.override('conversation', id)

  test('every message is answered', async ({ ask }) => {
    const messages: { role: 'user' | 'assistant'; content: string }[] = []
    for (const turn of turns) {
      messages.push({ role: 'user', content: turn.message })
      const reply = await ask(messages, { expect: turn.expect })
      messages.push({ role: 'assistant', content: reply.text })
      expect(Math.abs(reply.decision.boundary - 0.5)).toBeLessThanOrEqual(0.08)
    }
  })
})
