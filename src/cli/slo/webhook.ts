import { checkFacts, STATE_WORDS } from '../../artifacts/slo/check-text.ts'
import type { SloCheck } from '../../artifacts/slo/check.ts'
import { lastNotification, recordNotification } from '../../artifacts/slo/last-notifications.ts'
import { stateOf } from '../../artifacts/slo/state.ts'
import { wallMs } from '../../clock.ts'
import { errorCode, errorMessage } from '../../text/error-message.ts'
import { printable } from '../../text/printable.ts'
import { decideNotification, type SloState } from '../../verdicts/slo/notification.ts'

/** The bodies that a webhook can be sent: `{ text }`, which chat systems accept, or the facts. */
export const WEBHOOK_FORMATS = ['slack', 'json'] as const

/** Where and how to notify. */
export interface Webhook {
  url: URL
  format: (typeof WEBHOOK_FORMATS)[number]
  coolDownMs: number
  /** How long it may take to answer, in milliseconds. Default 10,000. */
  timeoutMs?: number
}

/**
 * Sends the state of a check to a webhook when it differs from the state that was delivered last, and records the
 * delivery in `dir`. Returns one line for the person. Throws when it cannot be delivered; nothing is recorded then, and
 * the next check sends it. Of two checks at the same moment both may send.
 */
export async function notifyWebhook(
  check: SloCheck,
  { url, format, coolDownMs, timeoutMs = 10_000 }: Webhook,
  { dir, project }: { dir: string; project: string },
): Promise<string> {
  const state = stateOf(check)
  const last = lastNotification(dir, url.href)
  const now = wallMs()
  const decision = decideNotification(last, state, { now, coolDownMs })
  if (decision === 'unchanged') return `${url.host} was not notified: ${STATE_WORDS[state]}, as before`
  if (decision === 'cooling_down')
    return `${url.host} was not notified of "${STATE_WORDS[state]}" yet: the last notification is younger than --cool-down`
  const before = last?.state ?? null
  const body =
    format === 'slack'
      ? { text: slackText(check, { state, before, project }) }
      : { project, ts: new Date(now).toISOString(), state, before, check }
  await post(url, JSON.stringify(body), timeoutMs)
  recordNotification(dir, url.href, { state, deliveredAt: now })
  return `${url.host} was notified: ${STATE_WORDS[state]}`
}

function slackText(
  check: SloCheck,
  { state, before, project }: { state: SloState; before: SloState | null; project: string },
): string {
  const was = before === null ? '' : `, before: ${STATE_WORDS[before]}`
  const lines = [`Objectives of ${printable(project, { max: 100 })}: ${STATE_WORDS[state]}${was}`]
  return escapeSlack([...lines, ...checkFacts(check).map((fact) => `- ${fact}`)].join('\n'))
}

/** Names of sets and reasons must not become mentions or links. */
function escapeSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Errors name the host alone: the rest of the address is a secret. */
async function post(url: URL, body: string, timeoutMs: number): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    // The body must not go to an address of another's choice.
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((error: unknown) => {
    throw new Error(`${url.host} cannot be notified: ${causeOf(error, url, timeoutMs)}`)
  })
  await response.body?.cancel()
  if (response.ok) return
  const isRedirect = response.status >= 300 && response.status < 400
  const remedy = isRedirect ? ', a redirect; give the address that it redirects to' : ''
  throw new Error(`${url.host} cannot be notified: it answered ${response.status}${remedy}`)
}

/** The address is removed before the text is cut, because a cut one would not be recognized. */
function causeOf(error: unknown, url: URL, timeoutMs: number): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  if (cause instanceof Error && cause.name === 'TimeoutError') return `it did not answer within ${timeoutMs / 1_000} s`
  if (errorCode(cause) === 'ERR_SSL_WRONG_VERSION_NUMBER') return 'it does not use TLS; give an address with http://'
  return printable(errorMessage(cause).replaceAll(url.href, url.host), { max: 300 })
}
