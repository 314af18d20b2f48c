import { createInterface } from 'node:readline'
import type { Message } from 'vitest-aios/router'
import { type Answer, answer, rate, router } from './answer.ts'

// A chat in the terminal: + or - rates the last answer, an empty line ends the chat.
const lines = createInterface({ input: process.stdin })
const conversation = `chat ${new Date().toISOString()}`
const messages: Message[] = []
let last: Answer | null = null
process.stdout.write('> ')
for await (const line of lines) {
  const input = line.trim()
  if (input === '') break
  if (last !== null && (input === '+' || input === '-')) rate(last, input === '+' ? 1 : 0)
  else last = await turn(line)
  process.stdout.write('> ')
}
lines.close()
await router.close().catch((error: unknown) => console.error(`outcomes are lost: ${String(error)}`))

async function turn(content: string): Promise<Answer | null> {
  messages.push({ role: 'user', content })
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
