import type { Message } from '../../models.ts'
import type { PromptStyle } from '../install/catalogue.ts'
import type { HistoryItem } from './llama.ts'

type Transcript = Extract<PromptStyle, { kind: 'transcript' }>

/** A conversation as a text for a base model to continue. */
export function transcript(style: Transcript, messages: readonly Message[]): string {
  const system = messages.filter(({ role }) => role === 'system').map(({ content }) => `${content}\n\n`)
  const examples = style.examples.flatMap(({ user, assistant }) => [`User: ${user}\n`, `Assistant: ${assistant}\n`])
  const turns = messages
    .filter(({ role }) => role !== 'system')
    .map(({ role, content }) => `${role === 'user' ? 'User' : 'Assistant'}: ${content}\n`)
  return [...system, ...examples, ...turns, 'Assistant:'].join('')
}

/** A conversation in the engine's format, with an empty turn of the model at its end. */
export function chatHistory(messages: readonly Message[]): HistoryItem[] {
  const turns = messages.map(({ role, content }): HistoryItem =>
    role === 'assistant' ? { type: 'model', response: [content] } : { type: role, text: content },
  )
  return [...turns, { type: 'model', response: [] }]
}
