import { describe } from 'vitest'
import { expect, test } from 'vitest-aios'
import { conversations } from '../traffic.ts'

// 67 conversations make 201 messages. A smaller number is enough for a first look.
const COUNT = Number(process.env['CONVERSATIONS'] ?? 67)
if (!(COUNT >= 1)) throw new Error(`CONVERSATIONS must be a number from 1, not ${process.env['CONVERSATIONS']}`)

// Each conversation belongs to one bucket, and its outcomes teach the router. A wrong answer is an outcome here and no
// failure; a question without an answer is a failure.
describe.for(conversations(COUNT))('$id', ({ id, turns }) => {
  test.override('conversation', id)

  test('every message is answered', async ({ ask }) => {
    const messages: { role: 'user' | 'assistant'; content: string }[] = []
    for (const turn of turns) {
      messages.push({ role: 'user', content: turn.says })
      const reply = await ask(messages, { expect: turn.expect })
      messages.push({ role: 'assistant', content: reply.text })
      expect(Math.abs(reply.decision.boundary - 0.5)).toBeLessThanOrEqual(0.08)
    }
  })
})
