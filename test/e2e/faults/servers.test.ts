import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { describe, expect } from 'vitest'
import { type FaultReport, recordBaseline, recordedBaseline, serve, three } from '../../support/fault-project.ts'
import { goldenProject, MONOREPO, numbered, packageFiles } from '../../support/golden-project.ts'
import { test } from '../../support/project.ts'
import { logOf } from '../../support/running.ts'
import type { Says } from '../../support/scripted-models.ts'
import { chunk, events, streamed } from '../../support/scripted-server.ts'

/** What a server can do in place of a reply; by the golden set that meets it, in its third golden or in all three. */
const REPLY_FAULTS: Record<string, { reply: Says; says: RegExp; failed: 1 | 3 }> = {
  silent: { reply: () => {}, says: /could not measure golden "silent2": first token timeout/, failed: 1 },
  stalled: {
    reply: (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(chunk({ content: 'I was say' }, 'small'))
    },
    says: /could not measure golden "stalled2": idle timeout/,
    failed: 1,
  },
  cut: {
    reply: (response) => void response.destroy(),
    says: /could not measure golden "cut0": connection lost \(after \d tries\)/,
    failed: 3,
  },
  other: {
    reply: events(streamed(['Yes.'], 'other-model')),
    says: /could not measure golden "other0": wrong model[^]*other-model/,
    failed: 3,
  },
  locked: {
    reply: { status: 401, body: '{"error":{"message":"An LM Studio API token is required"}}' },
    says: /could not measure golden "locked0": unauthorized[^]*AIOS_API_KEY/,
    failed: 3,
  },
  crashed: {
    reply: {
      status: 400,
      body: '{"error":"The model has crashed without additional information. (Exit code: 6)"}',
    },
    says: /could not measure golden "crashed0": model crashed/,
    failed: 3,
  },
}

describe('a server that fails', { timeout: 120_000 }, () => {
  // Long enough for a busy machine: the sets without a fault must stay within them.
  const limits = 'limits: { connect: 1_000, firstToken: 1_000, idle: 1_000, load: 1_500 }, timeoutMs: 2_500'

  test('before the start, always or half way through a run: a diagnosis, exit 1, and the baseline stays, also with -u', async ({
    project,
    onTestFinished,
  }) => {
    const silent = createServer(() => {})
    await new Promise<void>((resolve) => void silent.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void silent.close())
    const host = `127.0.0.1:${(silent.address() as AddressInfo).port}`
    const dying = await serve((_, { count }) => {
      if (count === 2) void dying.server.close()
      return 'Yes.'
    })
    onTestFinished(() => dying.server.close().catch(() => {}))
    const urls = { dead: 'http://127.0.0.1:9/v1', silent: `http://${host}/v1`, dying: dying.server.url }
    await project.write(three)
    const before = await recordedBaseline(project)
    await project.write({ 'vitest.config.ts': MONOREPO })
    for (const [name, url] of Object.entries(urls)) {
      await project.write(
        packageFiles(name, { plain: numbered(3) }, { aios: `baseUrl: '${url}', backend: 'live', ${limits}` }),
      )
      await project.write({ [`packages/${name}/goldens/baseline.json`]: before })
    }
    const run = await project.vitest(['run', 'goldens', '-u'])
    expect(run.exitCode).toBe(1)
    expect(run.output).not.toMatch(/status +PASS/)
    expect(run.output).toMatch(/not running: http:\/\/127\.0\.0\.1:9/)
    expect(run.output).toContain(host)
    expect(run.output).toMatch(/could not measure golden "g2": unreachable/)
    expect(run.output).toMatch(/the baseline stays as it was/)
    for (const name of Object.keys(urls)) {
      expect(await project.read(`packages/${name}/goldens/baseline.json`)).toBe(before)
      const report = JSON.parse(await project.read(`packages/${name}/.aios/last_report.json`)) as FaultReport
      expect(report.status, name).toBe('fail')
      // The goldens before keep their replies.
      if (name === 'dying')
        expect(report.sets[0]?.goldens.find((golden) => golden.id === 'g0')).toMatchObject({ verdict: 'pass' })
    }
  })

  test('each fault of a reply fails its set, and the baseline stays, also with -u', async ({
    project,
    onTestFinished,
  }) => {
    const { server, env } = await serve((question) => {
      const [, set = '', id] = /number ([a-z]+)(\d)/.exec(question) ?? []
      const fault = REPLY_FAULTS[set]
      return fault === undefined || (fault.failed === 1 && id !== '2') ? 'Yes.' : fault.reply
    })
    onTestFinished(() => server.close())
    const sets = Object.fromEntries(Object.keys(REPLY_FAULTS).map((set) => [set, numbered(3, set)]))
    await project.write(goldenProject({ plain: numbered(3), ...sets }, { aios: limits, test: 'isolate: false' }))
    // Its own, with all sets: where CI finds no baseline of a set, the run fails.
    const before = await recordBaseline(project)
    for (const args of [[], ['-u']]) {
      const run = await project.vitest(['run', 'goldens', ...args], env)
      expect(run.exitCode).toBe(1)
      for (const { says } of Object.values(REPLY_FAULTS)) expect(run.output).toMatch(says)
      expect(run.output).toMatch(/status +FAIL/)
      expect(await project.read('goldens/baseline.json')).toBe(before)
      const report = JSON.parse(await project.read('.aios/last_report.json')) as FaultReport
      expect(report.status).toBe('fail')
      const found = report.sets.map(({ set, status, counts }) => [set, { status, unmeasured: counts['unmeasured'] }])
      const faults = Object.entries(REPLY_FAULTS).map(([set, { failed }]) => [
        set,
        { status: 'fail', unmeasured: failed },
      ])
      expect(Object.fromEntries(found)).toEqual({
        // Where one set cannot be recorded, none is.
        plain: { status: args.length === 0 ? 'pass' : 'fail', unmeasured: 0 },
        ...Object.fromEntries(faults),
      })
    }
    const unmeasured = logOf(project).events.filter((event) => event['verdict'] === 'unmeasured')
    for (const [set, { failed }] of Object.entries(REPLY_FAULTS))
      expect(unmeasured.filter(({ golden }) => (golden as { set: string }).set === set)).toHaveLength(2 * failed)
  })
})
