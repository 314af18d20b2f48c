import { randomBytes } from 'node:crypto'

const BYTES = 9

/** A pool, because asking the system for every id would dominate the cost of an event. */
let pool = Buffer.alloc(0)
let used = 0

/** A random id of 12 characters (72 bits): unique in any log, and short in every event. */
export function shortId(): string {
  if (used === pool.length) [pool, used] = [randomBytes(512 * BYTES), 0]
  used += BYTES
  return pool.toString('base64url', used - BYTES, used)
}
