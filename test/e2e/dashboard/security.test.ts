import { mkdir, rm } from 'node:fs/promises'
import { request as send } from 'node:http'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { writeGeneratedLog } from '../../../bench/generated-log.ts'
import { startDashboard } from '../../support/dashboard.ts'
import { test as base } from '../../support/project.ts'

/** `test` with the address of a dashboard of 50 events, which the tests of the file share. */
const test = base.extend('url', { scope: 'file' }, async ({ newProject }, { onCleanup }) => {
  const project = await newProject()
  await mkdir(join(project.dir, '.aios'))
  await writeGeneratedLog(join(project.dir, '.aios/provenance.ndjson'), { events: 50, end: Date.now() - 60_000 })
  return (await startDashboard(project, onCleanup)).url
})

interface Asked {
  path?: string
  method?: string
  headers?: Record<string, string>
  body?: string
}

/** A request as it is: `fetch` sets the `Host` and cleans the path. */
function ask(url: string, { path = '/api/meta', method = 'GET', headers = {}, body }: Asked) {
  const { hostname, port } = new URL(url)
  return new Promise<{ status: number; headers: Record<string, unknown>; text: string }>((resolve, reject) => {
    const request = send({ hostname, port, path, method, headers: { connection: 'close', ...headers } }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => (text += part))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
    })
    request.on('error', reject)
    request.end(body)
  })
}

describe('access to the dashboard', () => {
  test('is limited to pages and programs of this machine', async ({ url }) => {
    const { host } = new URL(url)
    expect(await ask(url, {})).toMatchObject({ status: 200 })
    expect(await ask(url, { headers: { origin: `http://${host}` } })).toMatchObject({ status: 200 })
    for (const foreign of ['evil.example', 'evil.example:8501', '127.0.0.1.evil.example'])
      for (const path of ['/', '/page.js', '/api/meta', '/api/live'])
        expect(await ask(url, { path, headers: { host: foreign } }), `${foreign} ${path}`).toMatchObject({
          status: 421,
        })
    for (const origin of ['https://evil.example', 'null', 'http://localhost:1', `http://${host}.evil.example`])
      expect(await ask(url, { headers: { origin } }), origin).toMatchObject({ status: 403 })
    expect(await ask(url, { headers: { 'sec-fetch-site': 'cross-site' } })).toMatchObject({ status: 403 })
    const { headers } = await ask(url, { path: '/' })
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toMatch(/unsafe/)
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' })
    expect(headers).not.toHaveProperty('access-control-allow-origin')
  })

  test('needs the token where one is set', async ({ project, onTestFinished }) => {
    const token = 'a secret & more of it'
    const args = ['--host', '0.0.0.0', '--token', token]
    const dashboard = await startDashboard(project, onTestFinished, args)
    const { url } = dashboard
    for (const path of ['/', '/page.js', '/api/meta', '/api/live', '/?token=a+secret', '/?token='])
      expect(await ask(url, { path }), path).toMatchObject({ status: 401 })
    for (const authorization of ['Bearer wrong', `Basic ${token}`, token])
      expect(await ask(url, { headers: { authorization } }), authorization).toMatchObject({ status: 401 })
    expect(await ask(url, { headers: { authorization: `Bearer ${token}`, host: 'any.example' } })).toMatchObject({
      status: 200,
    })
    const entered = await ask(url, { path: new URL(dashboard.printed).search.replace('?', '/?') })
    expect(entered).toMatchObject({ status: 303, headers: { location: '/' } })
    const [cookie = ''] = entered.headers['set-cookie'] as string[]
    expect(cookie).toMatch(/HttpOnly/i)
    expect(cookie).toMatch(/SameSite=Strict/i)
    const [pair = ''] = cookie.split(';')
    expect(await ask(url, { headers: { cookie: pair } })).toMatchObject({ status: 200 })
    expect(await ask(url, { headers: { cookie: `${pair}x` } })).toMatchObject({ status: 401 })
    const [name = '', value = ''] = pair.split('=')
    expect(decodeURIComponent(value)).not.toContain(token)
    for (const copied of [`${name}=${encodeURIComponent(token)}`, `aios_dashboard=${value}`])
      expect(await ask(url, { headers: { cookie: copied } }), copied).toMatchObject({ status: 401 })
    expect(await ask(url, { headers: { authorization: `Bearer ${value}` } })).toMatchObject({ status: 401 })
    expect(
      await ask(url, { headers: { cookie: pair, origin: 'https://evil.example' } }),
      'a foreign page with the cookie',
    ).toMatchObject({ status: 403 })
  })

  test('takes a token in UTF-8 from a header, and leaves out the spaces at its ends', async ({
    project,
    onTestFinished,
  }) => {
    const token = 'pâte à tartiner 🔑'
    const { url, printed } = await startDashboard(project, onTestFinished, ['--token', ` ${token}\n`])
    const authorization = Buffer.from(`Bearer ${token}`).toString('latin1')
    expect(await ask(url, { headers: { authorization } })).toMatchObject({ status: 200 })
    expect(await ask(url, { path: `/${new URL(printed).search}` })).toMatchObject({ status: 303 })
  })

  test('keeps a session over a restart, but not with another token', async ({ project, onTestFinished }) => {
    const sessionWith = async (token: string, cookie?: string) => {
      const { url, printed, process } = await startDashboard(project, onTestFinished, ['--token', token])
      const { search } = new URL(printed)
      const { headers, status } = await ask(
        url,
        cookie === undefined ? { path: `/${search}` } : { headers: { cookie } },
      )
      process.signal('SIGTERM')
      await process.exited
      return { status, cookie: String(headers['set-cookie']).split(';')[0] ?? '' }
    }
    const { cookie } = await sessionWith('0123456789abcdef')
    expect(await sessionWith('0123456789abcdef', cookie)).toMatchObject({ status: 200 })
    expect(await sessionWith('0123456789abcdeg', cookie)).toMatchObject({ status: 401 })
  })

  test('refuses an address after ten wrong tokens, but not a page with a session', async ({
    project,
    onTestFinished,
  }) => {
    const token = '0123456789abcdef'
    const { url, printed } = await startDashboard(project, onTestFinished, ['--token', token])
    const bearer = (value: string) => ask(url, { headers: { authorization: `Bearer ${value}` } })
    const entered = await ask(url, { path: `/${new URL(printed).search}` })
    const cookie = String(entered.headers['set-cookie']).split(';')[0] ?? ''
    for (let attempt = 0; attempt < 10; attempt += 1)
      expect(await (attempt % 2 === 0 ? bearer(`wrong${attempt}`) : ask(url, { path: '/?token=wrong' }))).toMatchObject(
        {
          status: 401,
        },
      )
    const refused = await bearer(token)
    expect(refused).toMatchObject({ status: 429 })
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect(refused.text).toContain('too many wrong tokens')
    expect(await ask(url, { headers: { cookie } })).toMatchObject({ status: 200 })
    expect(await ask(url, { headers: { cookie: `${cookie}x` } })).toMatchObject({ status: 401 })
  })

  test('and its answers are as before after the clock is set back by an hour', async ({ project, onTestFinished }) => {
    await project.write({
      'clock.mjs': `import { existsSync } from 'node:fs'
        const now = Date.now
        Date.now = () => now() - (existsSync('back') ? 3_600_000 : 0)`,
    })
    const env = { NODE_OPTIONS: '--import ./clock.mjs' }
    const dashboard = await startDashboard(project, onTestFinished, ['--token', '0123456789abcdef'], env)
    const askAs = (token: string) =>
      ask(dashboard.url, { path: '/api/overview', headers: { authorization: `Bearer ${token}` } })
    const timeOf = ({ text }: { text: string }) => (JSON.parse(text) as { now: number }).now
    const before = timeOf(await askAs('0123456789abcdef'))
    await project.write({ back: '' })
    expect(timeOf(await askAs('0123456789abcdef'))).toBeLessThan(before)
    await rm(join(project.dir, 'back'))
    for (let attempt = 0; attempt < 10; attempt += 1) await askAs('wrong')
    await project.write({ back: '' })
    const refused = await askAs('0123456789abcdef')
    expect(refused).toMatchObject({ status: 429 })
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60)
  })

  test('serves no file beside the page', async ({ url }) => {
    const paths = [
      '/../package.json',
      '/..%2fpackage.json',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/page.js/../../cli.js',
      '/.aios/provenance.ndjson',
      '//etc/passwd',
      '/api/../../package.json',
      '/api/__proto__',
      '/api/constructor',
      '/page.js%00.html',
    ]
    for (const path of paths) {
      const { status, text } = await ask(url, { path })
      expect(status, path).toBe(404)
      expect(text, path).not.toMatch(/root:|"type": ?"module"/)
    }
  })

  test('refuses what it cannot use, and says why', async ({ url }) => {
    const bad: [string, RegExp][] = [
      ['/api/events?limit=-1', /"limit" must be an integer/],
      ['/api/events?limit=1e9', /"limit" must be an integer/],
      ['/api/events?sort=constructor', /"sort" must be one of/],
      ['/api/events?since=yesterday', /"since" must be a period/],
      ['/api/events?typ=run', /did you mean "type"/],
      [`/api/events?text=${'a'.repeat(9_000)}`, /longer than/],
      ['/api/event', /"message" is missing/],
    ]
    for (const [path, message] of bad) {
      const { status, text } = await ask(url, { path })
      expect(status, path).toBe(400)
      expect((JSON.parse(text) as { error: string }).error, path).toMatch(message)
    }
    const json = { 'content-type': 'application/json' }
    const post = (body: string, headers: Record<string, string> = json) =>
      ask(url, { path: '/api/weight', method: 'POST', headers, body })
    expect(await post('{"message":"Plan a day in Rome"}')).toMatchObject({ status: 200 })
    expect(await post('{"message":"x"}', { 'content-type': 'text/plain' })).toMatchObject({ status: 415 })
    expect(await post('{')).toMatchObject({ status: 400 })
    expect(await post('[]')).toMatchObject({ status: 400 })
    expect(await post(JSON.stringify({ message: 'x'.repeat(300_000) }))).toMatchObject({ status: 413 })
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE'])
      expect(await ask(url, { method }), method).toMatchObject({ status: 404 })
    // A stream has no end, but the answer to HEAD has one.
    expect(await ask(url, { path: '/api/live', method: 'HEAD' })).toMatchObject({ status: 200, text: '' })
  })

  test('answers only to names of this machine, in whatever form', async ({ url }) => {
    const { port } = new URL(url)
    for (const host of ['LOCALHOST', `[::1]:${port}`, '127.0.0.1:1'])
      expect(await ask(url, { headers: { host } }), host).toMatchObject({ status: 200 })
    for (const host of [
      'localhost.evil.example',
      'evil.localhost',
      '0.0.0.0',
      '[::ffff:127.0.0.1]',
      '[fe80::1]',
      '1.1',
    ])
      expect([400, 421], host).toContain((await ask(url, { headers: { host } })).status)
    const local = { host: `[::1]:${port}`, origin: `http://[::1]:${port}` }
    expect(await ask(url, { headers: local })).toMatchObject({ status: 200 })
    for (const origin of [`http://[::1]`, `http://127.0.0.1:${port}`, `http://[::1]:${port}.`, `http://[::1]:${port}/`])
      expect(await ask(url, { headers: { ...local, origin } }), origin).toMatchObject({ status: 403 })
  })

  test('gives hostile parameters to no database', async ({ url }) => {
    const total = async (query: string) => {
      const { status, text } = await ask(url, { path: `/api/events?since=all&${query}` })
      expect(status, query).toBe(200)
      return (JSON.parse(text) as { total: number }).total
    }
    const all = await total('')
    expect(all).toBeGreaterThan(0)
    for (const value of [
      "' OR 1=1 --",
      "'; DROP TABLE tail; --",
      '__proto__',
      '%',
      '_',
      '\\',
      '\u0000',
      '\ud800',
      '$1',
      '*',
    ])
      for (const name of ['text', 'run', 'conversation', 'set', 'golden', 'model', 'hypothesis', 'configuration'])
        expect(await total(new URLSearchParams({ [name]: value }).toString()), `${name} ${value}`).toBe(0)
    expect(await total('')).toBe(all)
  })
})
