import { mkdir, readFile, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { parse } from 'yaml'
import { test as base } from '../support/aios-in-turn.ts'
import { goldenProject, numbered } from '../support/golden-project.ts'
import { installed } from '../support/install-package.ts'
import { issuesApi } from '../support/issues-api.ts'
import { execute } from '../support/project.ts'
import { scriptedModels } from '../support/scripted-models.ts'
import { scriptedServer } from '../support/scripted-server.ts'

const repository = join(import.meta.dirname, '../..')

const goldens = numbered(10).map((golden) => ({ ...golden, expect: { contains: 'answer' } }))
const FILES = {
  ...goldenProject({ sample: goldens }, { aios: 'slo: { passRate: 0.9, p95Ms: 20_000 }, regression: 100' }),
  'goldens/sample.golden.test.ts':
    "import { describeGoldens } from 'vitest-aios'\ndescribeGoldens('sample <!channel> @team', './sample.json')\n",
}

/** A server whose answers a test can make wrong, and the environment that points a run at it. */
async function service(onCleanup: (close: () => Promise<void>) => void) {
  const wrong = new Set<string>()
  const server = await scriptedModels(['big', 'small'], (question) =>
    [...wrong].some((part) => question.includes(part)) ? 'A mistake.' : 'An answer.',
  )
  onCleanup(() => server.close())
  return { wrong, env: { AIOS_BACKEND: 'live', AIOS_BASE_URL: server.url } }
}

const test = base
  /** The reports of two runs, with right answers and with wrong ones, and the baseline of the first. */
  .extend('reports', { scope: 'file' }, async ({ newProject }, { onCleanup }) => {
    const project = await newProject()
    const { wrong, env } = await service(onCleanup)
    await project.write(FILES)
    const reportOf = async (...args: string[]) => {
      await project.vitest(['run', 'goldens', ...args], env)
      return { '.aios/last_report.json': await project.read('.aios/last_report.json') }
    }
    const met = await reportOf('-u')
    wrong.add('number')
    return { met, violated: await reportOf(), baseline: await project.read('goldens/baseline.json') }
  })
  /** Runs `aios slo --notify` with objectives, without a config, which each call would load with Vite. */
  .extend('notify', ({ project }) => (args: string[], env: Record<string, string> = {}) => {
    const models = { AIOS_MAIN_MODEL: 'big', AIOS_EMBEDDER: 'small' }
    const objectives = ['--pass-rate', '0.9', '--p95-ms', '20000']
    return project.aios(['slo', '--notify', ...args, ...objectives], { ...models, ...env })
  })

describe('aios slo --notify', { timeout: 120_000 }, () => {
  test('notifies once for each change of state, without secrets', async ({
    project,
    reports,
    notify: notifyOf,
    onTestFinished,
  }) => {
    const hook = await scriptedServer({ 'POST /services/T0/secret-path': { body: 'ok' } })
    onTestFinished(() => hook.close())
    const address = `${new URL(hook.url).origin}/services/T0/secret-path`
    const notify = () => notifyOf(['--cool-down', '0m'], { AIOS_NOTIFY_URL: address })

    await project.write(reports.met)
    const met = await notify()
    expect([met.exitCode, hook.requests.length]).toEqual([0, 0])
    await project.write(reports.violated)
    const violated = await notify()
    expect(violated.exitCode).toBe(2)
    expect(violated.output).toContain('was notified: violated')
    const again = await notify()
    expect(again.exitCode).toBe(2)
    expect(again.output).toContain('was not notified: violated, as before')
    await project.write(reports.met)
    expect((await notify()).exitCode).toBe(0)
    await notify()

    const texts = hook.requests.map(({ body }) => String(body['text']))
    expect(texts).toHaveLength(2)
    expect(texts[0]).toMatch(
      /^Objectives of aios-project-\w+: violated\n- sample &lt;!channel&gt; @team: passRate 0 \(/,
    )
    expect(texts[1]).toMatch(
      /^Objectives of aios-project-\w+: met, before: violated\n- 1 golden set with all objectives met/,
    )
    expect(hook.requests[0]?.headers['content-type']).toBe('application/json')
    const file = await project.read('.aios/slo_notifications.json')
    for (const text of [file, violated.output, again.output]) expect(text).not.toContain('secret-path')
  })

  test('sends the facts as JSON; waits for the cool-down; a failed delivery is repeated, and changes no exit code', async ({
    project,
    reports,
    notify: notifyOf,
    onTestFinished,
  }) => {
    let status = 500
    const hook = await scriptedServer({
      'POST /hook': (response) => void response.writeHead(status).end('no'),
    })
    onTestFinished(() => hook.close())
    const address = `${new URL(hook.url).origin}/hook`
    const notify = (...args: string[]) => notifyOf([address, '--notify-format', 'json', ...args])
    await project.write(reports.violated)
    const failed = await notify()
    expect(failed.exitCode).toBe(2)
    expect(failed.output).toContain('cannot be notified: it answered 500')
    expect(failed.output).not.toContain('/hook')
    status = 204
    expect((await notify()).exitCode).toBe(2)
    expect(hook.requests.map(({ body }) => body)).toMatchObject([
      { state: 'violated', before: null, check: { kind: 'judged', sets: [{ verdict: 'fail' }] } },
      { state: 'violated', before: null },
    ])
    await project.write(reports.met)
    const early = await notify('--cool-down', '1h')
    expect(early.exitCode).toBe(0)
    expect(early.output).toContain('the last notification is younger than --cool-down')
    expect((await notify('--cool-down', '0m')).exitCode).toBe(0)
    expect(hook.requests.at(-1)?.body).toMatchObject({ state: 'met', before: 'violated' })

    await hook.close()
    await project.write({ '.aios/last_report.json': '{' })
    const unreachable = await notify('--cool-down', '0m')
    expect(unreachable.exitCode).toBe(1)
    expect(unreachable.output).toMatch(/warning: 127\.0\.0\.1:\d+ cannot be notified: connect ECONNREFUSED/)
  })

  test('rejects an address that is missing or wrong, without printing it', async ({ project }) => {
    const missing = await project.aios(['slo', '--notify'])
    expect(missing.exitCode).toBe(1)
    expect(missing.output).toContain('--notify requires an address: --notify https://host/path, or the variable')
    const wrong = await project.aios(['slo', '--notify'], { AIOS_NOTIFY_URL: 'ftp://host/secret-path' })
    expect(wrong.exitCode).toBe(1)
    expect(wrong.output).toContain('AIOS_NOTIFY_URL must be an address such as https://host/path')
    expect(wrong.output).not.toContain('secret-path')
    const long = `http://user:secret-word@127.0.0.1/${'path/'.repeat(100)}`
    const credentials = await project.aios(['slo', '--notify'], { AIOS_NOTIFY_URL: long })
    expect(credentials.exitCode).toBe(1)
    expect(credentials.output).toContain('AIOS_NOTIFY_URL must be an address without a user name and password')
    expect(credentials.output).not.toContain('secret-word')
  })
})

describe.runIf(process.platform !== 'win32')('the workflow alerts.yml', { timeout: 300_000 }, () => {
  test('opens one issue while objectives are violated, and closes it when they are met', async ({
    project,
    reports,
    onTestFinished,
  }) => {
    const api = await issuesApi()
    onTestFinished(() => api.close())
    const { wrong, env: backend } = await service(onTestFinished)
    await project.write({ ...FILES, 'goldens/baseline.json': reports.baseline })
    await mkdir(join(project.dir, 'node_modules/.bin'))
    await symlink(join(installed, 'dist/cli.js'), join(project.dir, 'node_modules/.bin/aios'))
    await symlink('../vitest/vitest.mjs', join(project.dir, 'node_modules/.bin/vitest'))
    const workflow = parse(await readFile(join(repository, '.github/workflows/alerts.yml'), 'utf8')) as {
      jobs: { objectives: { steps: { name?: string; run?: string }[] } }
    }
    const stepNamed = (name: string) =>
      workflow.jobs.objectives.steps.find((step) => step.name === name)?.run ?? `no step is named ${name}`
    const env = {
      ...backend,
      GITHUB_API_URL: api.url,
      GITHUB_REPOSITORY: 'team/app',
      GITHUB_RUN_ID: '17',
      GITHUB_TOKEN: 'secret-token',
    }
    // To start npm takes as long as the command.
    const step = (name: string) => {
      const script = stepNamed(name).replaceAll('npx --no ', 'node_modules/.bin/')
      return execute(project.dir, 'bash', ['-eo', 'pipefail', '-c', script], env)
    }
    const halfHour = async () => {
      await step('Goldens')
      return step('Objectives')
    }
    /** A half hour in which the goldens go as in a run of the fixture. */
    const againWith = async (report: Record<string, string>) => {
      await project.write(report)
      return step('Objectives')
    }

    const met = await againWith(reports.met)
    expect([met.exitCode, api.issues]).toEqual([0, []])

    wrong.add('number g')
    const violated = await halfHour()
    expect(violated.exitCode).toBe(2)
    expect(violated.output).toContain('::warning title=Objectives::aios slo ended with exit code 2')
    expect(api.issues).toMatchObject([
      { state: 'open', title: 'Objectives are violated', labels: ['aios-slo'], comments: [] },
    ])
    expect(api.issues[0]?.body).toContain(
      '- sample &lt;!channel> @<!-- -->team: passRate 0 (at least 0.9), n 10: not met',
    )
    expect(api.issues[0]?.body).toContain('https://github.com/team/app/actions/runs/17')

    wrong.delete('number g')
    wrong.add('number g1')
    wrong.add('number g2')
    const repeated = await halfHour()
    expect(repeated.exitCode).toBe(2)
    expect(api.issues).toMatchObject([{ state: 'open', comments: [] }])
    expect(api.issues[0]?.body).toContain('passRate 0.8')

    const recovered = await againWith(reports.met)
    expect(recovered.exitCode).toBe(0)
    expect(api.issues).toMatchObject([{ state: 'closed' }])
    expect(api.issues[0]?.comments).toHaveLength(1)

    await againWith(reports.violated)
    expect(api.issues.map(({ state }) => state)).toEqual(['closed', 'open'])

    api.refuse(403)
    const refused = await step('Objectives')
    expect(refused.exitCode).toBe(2)
    expect(refused.output).toContain('the job needs the permission "issues: write"')
    expect(refused.output).not.toContain('secret-token')
  })

  test('rejects a token that is not a valid header, without printing it', async ({ project }) => {
    const env = { GITHUB_API_URL: 'http://127.0.0.1:9', GITHUB_REPOSITORY: 'team/app' }
    const { exitCode, output } = await project.aios(['slo', '--issue'], { ...env, GITHUB_TOKEN: 'secret\ntoken' })
    expect(exitCode).toBe(1)
    expect(output).toContain('GITHUB_TOKEN must be one line')
    expect(output).not.toContain('secret')
  })

  test('reads a limited part of a reply, and names one that is not JSON', async ({ project, onTestFinished }) => {
    const mb = Buffer.alloc(1_000_000, ' ')
    let sent = 0
    const list = '/repos/team/app/issues?state=open&labels=aios-slo&per_page=100'
    const server = await scriptedServer({
      [`GET /endless${list}`]: (response) => {
        response.writeHead(200, { 'content-type': 'application/json' })
        const next = () => {
          while (!response.destroyed && sent < 1_000) {
            sent += 1
            if (!response.write(mb)) return void response.once('drain', next)
          }
          response.end()
        }
        next()
      },
      [`GET /page${list}`]: { body: '<html>' },
    })
    onTestFinished(() => server.close())
    const check = (path: string) =>
      project.aios(['slo', '--issue'], {
        GITHUB_API_URL: `${new URL(server.url).origin}${path}`,
        GITHUB_REPOSITORY: 'team/app',
        // A variable that was read from a file ends with a line break.
        GITHUB_TOKEN: 'secret-token\n',
      })

    const endless = await check('/endless')
    expect(endless.output).toContain('warning: GitHub cannot be read: the reply has more than 32 MB')
    expect(sent).toBeLessThan(200)
    const page = await check('/page')
    expect(page.output).toMatch(/warning: GitHub's reply to GET .* is not valid JSON; check GITHUB_API_URL/)
  })
})
