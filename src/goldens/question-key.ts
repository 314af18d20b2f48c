import { conversationOf, type Golden } from './golden.ts'
import { lookOf } from './phrases/look-alike.ts'

/** A key of messages and question, the same for goldens that ask the same thing in the eyes of a reader. Pure. */
export function questionKey(golden: Golden): string {
  return JSON.stringify(conversationOf(golden).map(({ role, content }) => [role, lookOf(content).toLowerCase()]))
}
