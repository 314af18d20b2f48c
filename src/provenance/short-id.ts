import { randomBytes } from 'node:crypto'

const BYTES = 9

let pool = Buffer.alloc(0)

/** A random id of 12 characters (72 bits): unique in any log, and short in every event. */
export function shortId(): string {
  // A pool, because asking the system for every id would dominate the cost of an event.
  if (pool.length < BYTES) pool = randomBytes(128 * BYTES)
  const id = pool.toString('base64url', 0, BYTES)
  pool = pool.subarray(BYTES)
  return id
}
