import { isUtf8 } from 'node:buffer'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context, MiddlewareHandler } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { monotonicMs } from '../../clock.ts'
import { isLocalHost } from '../../models/embedded/server/access.ts'
import { RequestError } from '../request-error.ts'
import { AttemptLimit } from './attempt-limit.ts'
import { isSameSecret, sessionOf } from './session.ts'

/** Limits of access. */
export interface AccessOptions {
  /** The token that each request must carry; null: the server is reachable from this machine only. */
  token: string | null
}

/** Refuses what a page of another site could send through a visitor's browser: an `Origin` must be that of this page. */
export const sameOriginOnly: MiddlewareHandler = async (c, next) => {
  const origin = c.req.header('origin')
  if (origin !== undefined && !isSameOrigin(origin, c.req.header('host') ?? ''))
    throw new RequestError(
      403,
      `the Origin "${origin}" is not allowed: pages of other origins cannot use this server`,
      'open the page at its own address; a proxy must pass the Host on',
    )
  // A request for an image or a frame has no Origin.
  const site = c.req.header('sec-fetch-site')
  if ((site === 'cross-site' || site === 'same-site') && c.req.path.startsWith('/api/'))
    throw new RequestError(403, 'requests from other sites are not allowed')
  await next()
}

/**
 * Without a token the `Host` must be a loopback name, because a page can make the browser resolve its own name to a loopback
 * address. With a token each request carries it as `Authorization: Bearer`, or once as `?token=`, which sets a cookie with a
 * value derived from it. An address that sends wrong tokens is refused for a while, whatever it sends, but for the cookie.
 */
export function dashboardAccess({ token }: AccessOptions): MiddlewareHandler {
  return token === null ? localOnly : tokenOnly(token)
}

const localOnly: MiddlewareHandler = async (c, next) => {
  const host = c.req.header('host') ?? ''
  if (!isLocalHost(host))
    throw new RequestError(
      421,
      `the Host "${host}" is not allowed: without a token this server answers only to localhost, 127.0.0.1 and [::1]`,
      'start it with --token to use another name',
    )
  await next()
}

function tokenOnly(token: string): MiddlewareHandler {
  const session = sessionOf(token)
  const limit = new AttemptLimit()
  return async (c, next) => {
    const inQuery = c.req.query('token')
    const given = inQuery ?? bearerOf(c.req.header('authorization') ?? '')
    if (given !== undefined) {
      assertToken(c, { given, token, limit })
      if (inQuery === undefined) return next()
      setCookie(c, session.cookie, session.value, { httpOnly: true, sameSite: 'Strict', path: '/' })
      const url = new URL(c.req.url)
      url.searchParams.delete('token')
      // A path that begins with two slashes would be the address of another host.
      return c.redirect(`${url.pathname.replace(/^\/+/, '/')}${url.search}`, 303)
    }
    // The value is too long to guess, so that an old cookie of a page that reloads counts as no attempt.
    if (!isSameSecret(getCookie(c, session.cookie) ?? '', session.value)) throw refused()
    return next()
  }
}

/** Node reads a byte of a header as a character, and programs send UTF-8. */
function bearerOf(header: string): string | undefined {
  const token = /^Bearer (.+)$/i.exec(header)?.[1]
  const bytes = Buffer.from(token ?? '', 'latin1')
  return token !== undefined && isUtf8(bytes) ? bytes.toString() : token
}

function assertToken(c: Context, { given, token, limit }: { given: string; token: string; limit: AttemptLimit }): void {
  const address = getConnInfo(c).remote.address ?? ''
  const seconds = Math.ceil(limit.waitMs(address, monotonicMs()) / 1_000)
  if (seconds > 0) {
    c.header('retry-after', String(seconds))
    throw new RequestError(429, `too many wrong tokens from this address`, `wait ${seconds} s, then try again`)
  }
  if (isSameSecret(given, token)) return limit.forget(address)
  limit.add(address, monotonicMs())
  throw refused()
}

function refused(): RequestError {
  return new RequestError(401, 'the token is missing or wrong', 'open the address that `aios dashboard` printed')
}

function isSameOrigin(origin: string, host: string): boolean {
  return [`http://${host}`, `https://${host}`].map((each) => each.toLowerCase()).includes(origin.toLowerCase())
}
