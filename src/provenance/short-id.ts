import { randomBytes } from 'node:crypto'

/** A random id of 12 characters (72 bits): unique in any log, and short in every event. */
export function shortId(): string {
  return randomBytes(9).toString('base64url')
}
