import type { PromptInput } from './engine.ts'

/** Characters tokenized at a time. */
const SLICE = 8_192

/** Most tokens that cutting a text into slices may add, per slice. */
const SLACK = 8

/**
 * A lower bound of the tokens in a prompt, exact enough to decide whether it fits in the context. Reads the texts slice by
 * slice and stops as soon as `context` is reached: tokenizing a text of many megabytes would block the server for
 * minutes. A prompt with fewer characters than the context has tokens is not tokenized. Each message counts as one token at least.
 */
export function fewestTokens(asked: PromptInput, context: number, count: (text: string) => number): number {
  const texts = 'text' in asked ? [asked.text] : asked.messages.map(({ content }) => content)
  const length = texts.reduce((sum, text) => sum + text.length, 0)
  let tokens = texts.length
  if (length <= context || tokens >= context) return tokens
  for (const text of texts) {
    for (let start = 0; start < text.length && tokens < context; start += SLICE) {
      tokens += Math.max(0, count(text.slice(start, start + SLICE)) - SLACK)
    }
  }
  return tokens
}
