import { createHash, timingSafeEqual } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { isLocalHost } from '../../models/embedded/server/access.ts'
import { RequestError } from '../request-error.ts'

const COOKIE = 'aios_dashboard'

/** Limits of access. */
export interface AccessOptions {
  /** The token that each request must carry; null: the server is reachable from this machine only. */
  token: string | null
}

/** Refuses what a page of another site could send through a visitor's browser: an `Origin` must be that of this page. */
export const sameOriginOnly: MiddlewareHandler = async (c, next) => {
  const origin = c.req.header('origin')
  if (origin !== undefined && !isSameOrigin(origin, c.req.header('host') ?? ''))
    throw new RequestError(403, `the Origin "${origin}" is not allowed: pages of other origins cannot use this server`)
  // A request for an image or a frame has no Origin.
  const site = c.req.header('sec-fetch-site')
  if ((site === 'cross-site' || site === 'same-site') && c.req.path.startsWith('/api/'))
    throw new RequestError(403, 'requests from other sites are not allowed')
  await next()
}

/**
 * Without a token the `Host` must be a loopback name, because a page can make the browser resolve its own name to a loopback
 * address. With a token each request carries it: as `Authorization: Bearer`, in a cookie, or once as `?token=`, which sets
 * the cookie.
 */
export function dashboardAccess({ token }: AccessOptions): MiddlewareHandler {
  return async (c, next) => {
    const host = c.req.header('host') ?? ''
    if (token === null && !isLocalHost(host))
      throw new RequestError(
        421,
        `the Host "${host}" is not allowed: without a token this server answers only to localhost, 127.0.0.1 and [::1]`,
        'start it with --token to use another name',
      )
    if (token !== null) {
      const given = c.req.query('token')
      if (given !== undefined && isToken(given, token)) {
        setCookie(c, COOKIE, token, { httpOnly: true, sameSite: 'Strict', path: '/' })
        const url = new URL(c.req.url)
        url.searchParams.delete('token')
        // A path that begins with two slashes would be the address of another host.
        return c.redirect(`${url.pathname.replace(/^\/+/, '/')}${url.search}`, 303)
      }
      const bearer = /^Bearer (.+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
      if (![bearer, getCookie(c, COOKIE)].some((each) => each !== undefined && isToken(each, token)))
        throw new RequestError(401, 'the token is missing or wrong', 'open the address that `aios dashboard` printed')
    }
    await next()
  }
}

function isSameOrigin(origin: string, host: string): boolean {
  return [`http://${host}`, `https://${host}`].map((each) => each.toLowerCase()).includes(origin.toLowerCase())
}

/** Compares digests, so that neither content nor length show in the time. */
function isToken(given: string, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(token))
}
