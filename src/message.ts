/** One turn of a conversation. */
export interface Message {
  role: 'system' | 'user' | 'assistant'
  content: string
}

/** The conversation, with `prompt` as system message if it has none of its own. */
export function withPrompt(messages: readonly Message[], prompt: string | null): readonly Message[] {
  if (prompt === null || messages[0]?.role === 'system') return messages
  return [{ role: 'system', content: prompt }, ...messages]
}

/** The last message of the user; `''` without one. */
export function lastQuestion(messages: readonly Message[]): string {
  return messages.findLast((message) => message.role === 'user')?.content ?? ''
}
