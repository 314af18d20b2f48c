import { hash } from 'node:crypto'
import { mustBe } from '../text/option-errors.ts'
import type { RouterState } from './state.ts'

/** The arm of the experiment that a conversation belongs to. */
export type Bucket = 'control' | 'treatment'

/**
 * Puts a conversation into its bucket: the first 32 bits of the SHA-256 of its id (UTF-8), as a big-endian fraction of
 * 2^32, below `controlShare` is control. The same in every process and every language.
 */
export function bucketOf(conversation: string, controlShare: number): Bucket {
  // An application in JavaScript may use numbers as ids.
  if (typeof conversation !== 'string')
    throw new TypeError(`router: ${mustBe('"conversation"', 'a string', conversation)}`)
  // One character for each byte: parsing hexadecimal digits takes a fifth of the time.
  const bytes = hash('sha256', conversation, 'binary')
  let first = 0
  for (let at = 0; at < 4; at++) first = first * 256 + bytes.charCodeAt(at)
  return first / 2 ** 32 < controlShare ? 'control' : 'treatment'
}

/** The recorded bucket of a conversation that an older router started; undefined: there is no record. */
export function keptBucket({ conversation_buckets: kept }: RouterState, conversation: string): Bucket | undefined {
  return kept !== undefined && Object.hasOwn(kept, conversation) ? kept[conversation] : undefined
}
