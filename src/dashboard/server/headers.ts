import type { MiddlewareHandler } from 'hono'
import { ID_HEADER } from '../id-header.ts'

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ')

/**
 * Headers of each response: no inline code, no other origin, no cache, no guessing of content types. `id`: of the dashboard,
 * by which a run recognizes it.
 */
export const secureHeaders =
  (id: string): MiddlewareHandler =>
  async (c, next) => {
    await next()
    c.header(ID_HEADER, id)
    c.header('content-security-policy', POLICY)
    c.header('x-content-type-options', 'nosniff')
    c.header('referrer-policy', 'no-referrer')
    c.header('cross-origin-resource-policy', 'same-origin')
    c.header('cache-control', 'no-store')
  }
