import { createHash, scryptSync, timingSafeEqual } from 'node:crypto'

/** Shortest token, in characters: the address of the server can be reached by others, who may guess. */
const SHORTEST_TOKEN = 16

/** The cookie of a session. */
interface Session {
  /** Name of the cookie. It depends on the token, because cookies are shared by all ports of a host. */
  cookie: string
  value: string
}

/**
 * The session of a token: the same after a restart of the server, so that an open page goes on. A reader of the
 * cookie does not learn the token; the derivation is slow, so that guessing is expensive. Pure.
 */
export function sessionOf(token: string): Session {
  const key = scryptSync(token, 'aios dashboard session', 36).toString('hex')
  return { cookie: `aios_dashboard_${key.slice(0, 8)}`, value: key.slice(8) }
}

/** Compares digests, so that neither content nor length show in the time. Pure. */
export function isSameSecret(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(wanted))
}

/** Throws an Error with the remedy for a token that is too short. */
export function assertTokenLength(token: string): void {
  if (token.length >= SHORTEST_TOKEN) return
  throw new Error(
    `the token must have at least ${SHORTEST_TOKEN} characters, got ${token.length}\n  make one: node -p "crypto.randomUUID()"`,
  )
}
