import type { Thought } from './thinking.ts'

/** Recognises OpenAI's harmony format: at the start of the output, or where the next message begins. */
const IS_HARMONY =
  /^\s*(?:<\|start\|>assistant)?<\|channel\|>|<\|end\|>\s*<\|start\|>|<\|start\|>assistant(?:<\|channel\|>|\s+to=)/

const MESSAGE =
  /(?:<\|start\|>[^<]*)?<\|channel\|>([^<]*)(?:<\|constrain\|>[^<]*)?(?:<\|message\|>(.*?))?(?=<\|(?:end|return|call|start|channel)\|>|$)/gs

/** The same format after a server removed its special tokens: `analysisThe user asks ... assistantfinalLyon`. */
const WITHOUT_TOKENS = /^\s*analysis(?=[A-Z])(.*?)(?:assistant\s*(?:commentary.*?assistant\s*)?final(.*))?$/s

/**
 * Splits the channels of OpenAI's harmony format: `final` is the answer, `analysis` and `commentary` are thinking. Text
 * before the first channel is thinking too: the prompt template opened it. null: another format. Pure.
 */
export function splitHarmony(whole: string): Thought | null {
  const bare = WITHOUT_TOKENS.exec(whole)
  if (bare !== null) return { text: (bare[2] ?? '').trim(), reasoning: (bare[1] ?? '').trim() }
  if (!IS_HARMONY.test(whole)) return null
  const thoughts: string[] = []
  const texts: string[] = []
  const first = whole.search(/<\|(?:start|channel|end)\|>/)
  thoughts.push(whole.slice(0, first))
  for (const [, channel = '', words = ''] of whole.matchAll(MESSAGE)) {
    if (/^\s*final\b/.test(channel)) texts.push(words)
    else thoughts.push(words)
  }
  const reasoning = thoughts.map((thought) => thought.trim()).filter((thought) => thought !== '')
  return { text: texts.join('').trim(), reasoning: reasoning.join('\n') }
}
