/** One turn of a conversation. */
export interface Message {
  role: 'system' | 'user' | 'assistant'
  content: string
}

/** The conversation with a system message before it, where it has none of its own. */
export function withPrompt(messages: readonly Message[], prompt: string | null): readonly Message[] {
  if (prompt === null || messages[0]?.role === 'system') return messages
  return [{ role: 'system', content: prompt }, ...messages]
}

/** The last thing that the user said; `''` when nobody said anything. */
export function lastQuestion(messages: readonly Message[]): string {
  return messages.findLast((message) => message.role === 'user')?.content ?? ''
}
