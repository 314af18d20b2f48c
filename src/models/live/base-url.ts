/** The address of a server. */
export interface ServerAddress {
  /** Base of its own pages and `/api/*`, without a trailing slash. */
  root: string
  /** Base of the OpenAI-compatible endpoints, without a trailing slash: requests go to `${base}/chat/completions`. */
  base: string
  /** Query that every request carries, such as `?api-version=1`; `''` for none. */
  query: string
}

const ENDPOINT = /\/(?:chat\/completions|completions|responses|embeddings|models)$/
const API = /(?:\/api)?\/v[01]$|\/api$/
const VERSION = /\/v\d+[a-z0-9]*$/

/**
 * The addresses that a setting can mean, in the order in which they are tried: as given, then with `/v1` added, then with
 * LM Studio's and Ollama's own `/api` replaced by `/v1`. A bare origin means `/v1` first. An endpoint at the end, such
 * as `/chat/completions`, is dropped; a path of a proxy and a query are kept. Throws a TypeError when the text is not
 * an http(s) URL.
 */
export function serverAddresses(text: string): [ServerAddress, ...ServerAddress[]] {
  const url = new URL(text.trim())
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new TypeError(`the protocol must be http: or https:, got ${url.protocol}`)
  const path = url.pathname
    .replaceAll(/\/{2,}/g, '/')
    .replace(/\/$/, '')
    .replace(ENDPOINT, '')
  const shortened = path.replace(API, '')
  const root = `${url.origin}${shortened}`
  const paths =
    path === ''
      ? ['/v1', '']
      : VERSION.test(path)
        ? [path, ...(/\/api\/v[01]$/.test(path) ? [`${shortened}/v1`] : [])]
        : [path, `${path}/v1`, ...(path === shortened ? [] : [`${shortened}/v1`])]
  const [first = '', ...rest] = paths
  const address = (each: string) => ({ root, base: `${url.origin}${each}`, query: url.search })
  return [address(first), ...rest.map(address)]
}
