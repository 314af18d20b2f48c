import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { isLoopback } from '../../loopback.ts'
import { ApiError } from './api-error.ts'

/** Largest request body, in bytes: more than the largest context, yet parsed in a fraction of a second. */
const MAX_BODY = 4 * 1_024 * 1_024

/**
 * Refuses what a web page could send to a server on its visitor's own machine. A page can make the browser resolve the
 * page's own name to a loopback address, so without an API key the `Host` must be a loopback name. Its requests carry an
 * `Origin`, which must be on this machine, and without a preflight they cannot have a JSON content type.
 */
export function localAccess(apiKey: string | null): MiddlewareHandler {
  return async (c, next) => {
    const host = c.req.header('host') ?? ''
    if (apiKey === null && !isLocalHost(host)) {
      throw new ApiError(
        403,
        `The Host "${host}" is not allowed: without an API key this server answers only to localhost, 127.0.0.1 and [::1]. Serve with --api-key to use another name.`,
      )
    }
    const origin = c.req.header('origin')
    if (origin !== undefined && !isLocalOrigin(origin)) {
      throw new ApiError(403, `The Origin "${origin}" is not allowed: web pages of other hosts cannot use this server.`)
    }
    if (c.req.method === 'POST' && !isJson(c)) {
      throw new ApiError(
        415,
        `The content type must be application/json: add the header "Content-Type: application/json".`,
      )
    }
    await next()
  }
}

/** Refuses a body over {@link MAX_BODY} without reading the rest of it. */
export const limitedBody: MiddlewareHandler = bodyLimit({
  maxSize: MAX_BODY,
  onError: () => {
    throw new ApiError(413, `The request body is larger than ${MAX_BODY / 1_024 / 1_024} MiB.`)
  },
})

function isJson(c: Context): boolean {
  const type = (c.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  return type === 'application/json' || /^application\/[a-z0-9.+-]+\+json$/.test(type)
}

/** Whether a `Host` header names this machine. */
export function isLocalHost(host: string): boolean {
  return isLoopback(hostnameOf(`http://${host}`))
}

function isLocalOrigin(origin: string): boolean {
  return /^https?:\/\//i.test(origin) && isLoopback(hostnameOf(origin))
}

/** Returns an empty string for an invalid URL. */
function hostnameOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : ''
}
