import type { Agent } from './http.ts'
import { HttpError } from './http-error.ts'
import { redact } from '../../text/redaction.ts'
import { isLoopback } from '../loopback.ts'
import { serverAddresses } from './base-url.ts'
import type { ServerAddress } from './base-url.ts'
import { classify } from './classify.ts'
import { printableEvidence } from './evidence-text.ts'
import { isGreeting, softwareOf } from './fingerprint.ts'
import type { Software } from '../../settings/software.ts'
import { exactModel, isNativeListing, listingOfOpenAi, listingOfV0, listingOfV1 } from './listing.ts'
import type { ListedModel } from './listing.ts'
import { networkFault, networkWords } from './network-fault.ts'
import { getText, openAgent } from './transport.ts'
import type { TextAnswer } from './transport.ts'

interface Probed {
  /** The address as configured, and the base URL derived from it. */
  asked: string
  baseUrl: string
}

/** The result of probing an address. Evidence is printable, and secrets are redacted. */
export type ServerProbe = Probed &
  (
    | {
        kind: 'unreachable'
        /** `silent`: accepts connections, but does not answer. `not_ready`: reports that it cannot answer now. */
        why: 'refused' | 'unknown_host' | 'no_connection' | 'silent' | 'not_ready'
        evidence: string
        /** LM Studio runs on this machine, with its server switched off. */
        appRuns: boolean
      }
    | { kind: 'not_a_model_server'; evidence: string }
    | { kind: 'unauthorized'; evidence: string; keySent: boolean }
    | {
        kind: 'wrong_endpoint'
        evidence: string
        /** The base URL that would be right; null: not found. */
        right: string | null
      }
    | {
        kind: 'reachable'
        software: Software
        /** The models that accept requests. */
        models: ListedModel[]
        /** Ids of downloaded models that the server does not load on demand: just-in-time loading is off. */
        downloaded: string[]
      }
  )

/** Ports on which LM Studio answers its own tools, even while its server is off. */
const APP_PORTS = [41343, 52993, 16141, 39414, 22931]

/**
 * Probes an address, within about twice `timeoutMs`. Every answer or network error is a result; rejects with a TypeError
 * only when `baseUrl` is not an http(s) URL.
 */
export async function probeServer(baseUrl: string, apiKey: string | null, timeoutMs: number): Promise<ServerProbe> {
  const [given, ...others] = serverAddresses(baseUrl)
  const { root } = given
  const agent = openAgent(timeoutMs)
  const get = (url: string) => getText(agent, url, apiKey, timeoutMs)
  const list = ({ base, query }: ServerAddress) => get(`${base}/models${query}`)
  try {
    const paths = ['/lmstudio-greeting', '/api/v0/models', '/api/v1/models']
    const [first, ...pages] = await Promise.all([
      list(given).catch((error: unknown) => ({ error })),
      ...paths.map((path) => get(root + path).catch(() => null)),
    ])
    const [greeting = null, v0 = null, native = null] = pages
    const hit = 'error' in first ? null : await firstList(given, first, others, list)
    const found =
      'error' in first
        ? await missed(first.error, { base: given.base, agent })
        : hit === null
          ? await refused(first, { root, base: given.base, keySent: apiKey !== null, greeting, get })
          : ({
              kind: 'reachable',
              software: softwareOf(greeting, hit.answer),
              ...merge(hit.models, v0, native),
            } as const)
    const evidence =
      'evidence' in found
        ? { evidence: printableEvidence(redact(found.evidence, apiKey === null ? [] : [apiKey])) }
        : {}
    return { asked: baseUrl, baseUrl: hit?.address.base ?? given.base, ...found, ...evidence }
  } finally {
    agent.destroy()
  }
}

interface Hit {
  address: ServerAddress
  answer: TextAnswer
  models: ListedModel[]
}

/** The first of the addresses that has a list of models; LM Studio's own lists are the last choice. */
async function firstList(
  given: ServerAddress,
  first: TextAnswer,
  others: readonly ServerAddress[],
  list: (address: ServerAddress) => Promise<TextAnswer>,
): Promise<Hit | null> {
  const hit = hitOf(given, first)
  if (hit !== null && !isNativeListing(first)) return hit
  const more = await Promise.all(
    others.map(async (address) => {
      const answer = await list(address).catch(() => null)
      return answer === null ? null : hitOf(address, answer)
    }),
  )
  const hits = [hit, ...more].filter((each) => each !== null)
  return hits.find(({ answer }) => !isNativeListing(answer)) ?? hits[0] ?? null
}

function hitOf(address: ServerAddress, answer: TextAnswer): Hit | null {
  const models = listingOfOpenAi(answer)
  return models === null ? null : { address, answer, models }
}

type Found = ServerProbe extends infer Probe ? (Probe extends Probed ? Omit<Probe, keyof Probed> : never) : never

/** The probe of an address without an answer. */
async function missed(error: unknown, { base, agent }: { base: string; agent: Agent }): Promise<Found> {
  const away = { kind: 'unreachable', appRuns: false } as const
  if (error instanceof HttpError && error.code === 'ANSWER_TIMEOUT') {
    return { ...away, why: 'silent', evidence: `${base} accepts connections, but does not answer` }
  }
  const fault = networkFault(error, false)
  const { code } = fault
  const evidence = networkWords(fault)
  if (code.startsWith('HPE_')) return { kind: 'not_a_model_server', evidence }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return { ...away, why: 'unknown_host', evidence }
  if (code !== 'ECONNREFUSED') return { ...away, why: 'no_connection', evidence }
  return {
    ...away,
    why: 'refused',
    evidence,
    appRuns: isLoopback(new URL(base).hostname) && (await lmStudioRuns(agent)),
  }
}

/** The probe of an address whose answer is not a list of models. */
async function refused(
  models: TextAnswer,
  seen: {
    root: string
    base: string
    keySent: boolean
    greeting: TextAnswer | null
    get: (url: string) => Promise<TextAnswer>
  },
): Promise<Found> {
  const { root, base, keySent, greeting, get } = seen
  const asked = { model: '', url: base, keySent, source: 'main_model' } as const
  const { cause, evidence: words } = classify({ kind: 'answer', ...models }, asked)
  const evidence = `GET ${base}/models: ${words}`
  const isLmStudio = greeting !== null && isGreeting(greeting)
  // The path is right, so the token is missing: early LM Studio 0.4 reports "Unexpected endpoint" instead of 401.
  if (cause === 'unauthorized' || (cause === 'wrong_endpoint' && isLmStudio && !keySent)) {
    return { kind: 'unauthorized', evidence, keySent }
  }
  if (cause === 'overloaded' || cause === 'server_error') {
    return { kind: 'unreachable', why: 'not_ready', evidence, appRuns: false }
  }
  const right = await betterAddress(root, base, get)
  if (cause === 'wrong_endpoint' || right !== null || isLmStudio) return { kind: 'wrong_endpoint', evidence, right }
  return { kind: 'not_a_model_server', evidence }
}

async function lmStudioRuns(agent: Agent): Promise<boolean> {
  const answers = APP_PORTS.map((port) => getText(agent, `http://127.0.0.1:${port}/lmstudio-greeting`, null, 300))
  return (await Promise.allSettled(answers)).some((answer) => answer.status === 'fulfilled' && isGreeting(answer.value))
}

/** The base URL with a list of models, when the configured path is wrong; null: not found. */
async function betterAddress(
  root: string,
  given: string,
  get: (url: string) => Promise<TextAnswer>,
): Promise<string | null> {
  const { origin } = new URL(root)
  const places = [`${origin}/v1`, `${root}/api/v1`, `${root}/openai/v1`, `${origin}/api/v1`, `${origin}/openai/v1`]
  const others = [...new Set(places)].filter((place) => place !== given)
  const answers = await Promise.all(others.map((place) => get(`${place}/models`).catch(() => null)))
  const isList = (answer: TextAnswer | null) =>
    answer !== null && listingOfOpenAi(answer) !== null && !isNativeListing(answer)
  return others.find((_, index) => isList(answers[index] ?? null)) ?? null
}

/** Completes the listed models with the details of LM Studio's own lists. */
function merge(
  askable: readonly ListedModel[],
  v0: TextAnswer | null,
  native: TextAnswer | null,
): { models: ListedModel[]; downloaded: string[] } {
  const rich = [...((native && listingOfV1(native)) ?? []), ...((v0 && listingOfV0(v0)) ?? [])]
  const models = askable.map((model) => ({ ...model, ...exactModel(rich, model.id) }))
  const downloaded = rich.map(({ id }) => id).filter((id) => exactModel(models, id) === undefined)
  return { models, downloaded: [...new Set(downloaded)] }
}
