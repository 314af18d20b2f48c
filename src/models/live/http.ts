import { createRequire } from 'node:module'
import type { Agent, Dispatcher } from 'undici'

const load = createRequire(import.meta.url)

// Undici's index loads a whole web platform beside its HTTP client, 70 ms of every start: these two are what is used of
// it. They are no public names, and the version is pinned.
const UndiciAgent = load('undici/lib/dispatcher/agent.js') as typeof Agent
const requestOf = load('undici/lib/api/api-request.js') as (
  this: Dispatcher,
  options: Dispatcher.RequestOptions,
) => Promise<Dispatcher.ResponseData>

/** Opens a pool of connections. */
export function createAgent(options: Agent.Options): Agent {
  return new UndiciAgent(options)
}

/** Sends one request over `agent`; redirects are answers like any other. Rejects when nothing answers. */
export function request(
  agent: Agent,
  url: string,
  options: Omit<Dispatcher.RequestOptions, 'origin' | 'path'>,
): Promise<Dispatcher.ResponseData> {
  const { origin, pathname, search } = new URL(url)
  return requestOf.call(agent, { ...options, origin, path: pathname + search })
}
