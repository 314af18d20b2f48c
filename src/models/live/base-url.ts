/** Where one server listens. */
export interface ServerAddress {
  /** Where its own pages and `/api/*` start, without a slash at the end. */
  root: string
  /** Base of the OpenAI-compatible endpoints: `root` and `/v1`. */
  v1: string
}

const ENDPOINT = /\/(?:chat\/completions|completions|responses|embeddings|models)$/
const API = /(?:\/api)?\/v[01]$|\/api$/

/**
 * The address of a server from whatever a person copies: with or without `/v1`, `/v1/chat/completions`, `/api/v0` or a
 * slash at the end. A path before those, as a proxy has it, stays. Throws a TypeError when it is no http(s) URL.
 */
export function serverAddress(text: string): ServerAddress {
  const url = new URL(text.trim())
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new TypeError(`${url.protocol} is not http: or https:`)
  const path = url.pathname.replace(/\/+$/, '').replace(ENDPOINT, '').replace(API, '').replace(/\/+$/, '')
  const root = `${url.origin}${path}`
  return { root, v1: `${root}/v1` }
}
