import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { notifyWebhook } from '../../../../src/cli/slo/webhook.ts'
import { temporaryFolder } from '../../../support/folder.ts'
import { type Script, scriptedServer } from '../../../support/scripted-server.ts'

const check = { kind: 'cannot_tell', reason: 'no run', next: 'run the goldens' } as const

/** Notifies a server at `/secret-path`, and returns the folder of the record. */
async function notify(answer: Script, protocol = 'http:') {
  const server = await scriptedServer({ 'POST /secret-path': answer })
  onTestFinished(() => server.close())
  const url = new URL('/secret-path', server.url)
  url.protocol = protocol
  const dir = temporaryFolder()
  const sent = notifyWebhook(check, { url, format: 'json', coolDownMs: 0, timeoutMs: 2_000 }, { dir, project: 'p' })
  return { server, dir, error: await sent.then(() => null).catch((reason: unknown) => String(reason)) }
}

describe('a webhook', () => {
  test.for([
    {
      name: 'that redirects',
      answer: (response) => void response.writeHead(302, { location: '/other' }).end(),
      reason: 'it answered 302, a redirect; give the address that it redirects to',
    },
    { name: 'that fails', answer: { status: 500, body: 'no' }, reason: 'it answered 500' },
    { name: 'that closes the connection', answer: (response) => void response.destroy(), reason: 'other side closed' },
    { name: 'that hangs', answer: () => {}, reason: 'it did not answer within 2 s' },
    {
      name: 'without TLS at an address with it',
      protocol: 'https:',
      answer: { body: 'ok' },
      reason: 'it does not use TLS; give an address with http://',
    },
  ] satisfies {
    name: string
    answer: Script
    reason: string
    protocol?: string
  }[])('$name is an error with the host and the reason, and is asked once', async ({ answer, reason, protocol }) => {
    const { server, dir, error } = await notify(answer, protocol)
    expect(error).toBe(`Error: ${new URL(server.url).host} cannot be notified: ${reason}`)
    expect(server.requests.length).toBeLessThanOrEqual(1)
    // Nothing is recorded, so the next check sends it again.
    expect(existsSync(join(dir, 'slo_notifications.json'))).toBe(false)
  })

  test('that answers before its body is complete was notified', async () => {
    const { dir, error } = await notify((response) => void response.writeHead(200).write('o'))
    expect(error).toBeNull()
    expect(existsSync(join(dir, 'slo_notifications.json'))).toBe(true)
  })
})
