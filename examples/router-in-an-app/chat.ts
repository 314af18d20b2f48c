import { createInterface } from 'node:readline/promises'
import type { Message } from 'vitest-aios/router'
import { answer, rate, router } from './answer.ts'

// A chat in the terminal: an empty line ends it, and + or - after an answer says how good it was.
const terminal = createInterface({ input: process.stdin, output: process.stdout })
const conversation = `chat ${new Date().toISOString()}`
const messages: Message[] = []
for (let says = await terminal.question('> '); says.trim() !== ''; says = await terminal.question('> ')) {
  messages.push({ role: 'user', content: says })
  const reply = await answer(conversation, messages).catch((error: unknown) => String(error))
  if (typeof reply === 'string') {
    console.log(`no answer: ${reply}`)
    messages.pop()
    continue
  }
  messages.push({ role: 'assistant', content: reply.text })
  console.log(`${reply.text}\n(${reply.decision.reason})`)
  rate(reply, (await terminal.question('good? + or - ')) === '-' ? 0 : 1)
}
terminal.close()
await router.close()
