import { createInterface } from 'node:readline'
import type { Message } from 'vitest-aios/router'
import { type Answer, answer, rate, router } from './answer.ts'

// A chat in the terminal: + or - says how good the last answer was, an empty line ends it.
const lines = createInterface({ input: process.stdin })
const conversation = `chat ${new Date().toISOString()}`
const messages: Message[] = []
let last: Answer | null = null
process.stdout.write('> ')
for await (const line of lines) {
  const says = line.trim()
  if (says === '') break
  if (last !== null && (says === '+' || says === '-')) rate(last, says === '+' ? 1 : 0)
  else last = await turn(line)
  process.stdout.write('> ')
}
lines.close()
await router.close().catch((error: unknown) => console.error(`what was learnt is lost: ${String(error)}`))

async function turn(says: string): Promise<Answer | null> {
  messages.push({ role: 'user', content: says })
  try {
    const reply = await answer(conversation, messages)
    messages.push({ role: 'assistant', content: reply.text })
    console.log(`${reply.text}\n(${reply.decision.source}: ${reply.decision.reason}; + or - rates it)`)
    return reply
  } catch (error) {
    messages.pop()
    console.log(`no answer: ${String(error)}`)
    return null
  }
}
