import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { configFile, goldenProject, numbered } from '../support/golden-project.ts'
import { filesBelow } from '../support/project-files.ts'
import { type Project, test } from '../support/project.ts'
import { requires } from '../support/requires.ts'
import { logOf, startNode } from '../support/running.ts'
import { scriptedModels, type Says } from '../support/scripted-models.ts'
import { chunk, events, streamed } from '../support/scripted-server.ts'

const three = goldenProject({ plain: numbered(3) })

/** A server with both models, and the environment that points a run at it. */
async function serve(reply: (question: string, asked: { model: string; count: number }) => Says = () => 'Yes.') {
  const server = await scriptedModels(['big', 'small'], reply)
  return { server, env: { AIOS_BACKEND: 'live', AIOS_BASE_URL: server.url } }
}

/** Runs goldens well, so that there is a baseline which a fault could spoil; gives its text. */
async function recordBaseline(project: Project): Promise<string> {
  const { server, env } = await serve()
  const run = await project.vitest(['run', 'goldens', '-u'], env)
  await server.close()
  expect(run.output).toMatch(/status +PASS/)
  return project.read('goldens/baseline.json')
}

let recorded: string | null = null

/** Gives the project the baseline of `three`, which the first test that needs it records; returns its text. */
async function recordedBaseline(project: Project): Promise<string> {
  if (recorded === null) recorded = await recordBaseline(project)
  else await project.write({ 'goldens/baseline.json': recorded })
  return recorded
}

describe('files that cannot be written', { timeout: 60_000 }, () => {
  test.for<{ name: string; block: (project: Project) => void | Promise<void>; says: RegExp }>([
    {
      name: 'a file where the folder should be',
      block: (project) => project.write({ '.aios': 'not a folder' }),
      says: /cannot write the provenance log .*\.aios\/provenance\.ndjson: a file is where its folder should be/,
    },
    {
      name: 'a log that is a folder',
      block: (project) => void mkdirSync(join(project.dir, '.aios/provenance.ndjson'), { recursive: true }),
      says: /cannot write the provenance log .*: a folder is in its place \(EISDIR\)/,
    },
    {
      name: 'a full disk under the log',
      block: (project) => {
        mkdirSync(join(project.dir, '.aios'))
        symlinkSync('/dev/full', join(project.dir, '.aios/provenance.ndjson'))
      },
      says: /cannot write the provenance log .*: no space is left \(ENOSPC\)/,
    },
  ])('$name: an error, exit 1, and the results of the tests', async ({ block, says }, { project, onTestFinished }) => {
    const { server, env } = await serve()
    onTestFinished(() => server.close())
    await project.write(three)
    await block(project)
    const run = await project.vitest(['run', 'goldens'], { ...env, COLUMNS: '400' })
    expect(run.exitCode).toBe(1)
    expect(unwrapped(run.output)).toMatch(says)
    expect(unwrapped(run.output)).toMatch(/set AIOS_DIR to a folder that can be written/)
    expect(run.output).toMatch(/Tests {2}3 passed \(3\)/)
    expect(run.output).toMatch(/goldens +plain +3\/3 pass/)
    if (project.exists('.aios/last_report.json'))
      expect(JSON.parse(await project.read('.aios/last_report.json'))).toMatchObject({ status: 'fail' })
  })

  test('a baseline that is a folder', async ({ project, onTestFinished }) => {
    const { server, env } = await serve()
    onTestFinished(() => server.close())
    await project.write(three)
    mkdirSync(join(project.dir, 'goldens/baseline.json'))
    const run = await project.vitest(['run', 'goldens', '-u'], env)
    expect(run.exitCode).toBe(1)
    expect(run.output).toMatch(/baseline <project>\/goldens\/baseline\.json\n +cannot be read: EISDIR/)
  })

  test('a job summary that cannot be written fails the run with its reason', async ({ project, onTestFinished }) => {
    const { server, env } = await serve()
    onTestFinished(() => server.close())
    await project.write(three)
    const run = await project.vitest(['run', 'goldens'], { ...env, GITHUB_STEP_SUMMARY: project.dir })
    expect(run.exitCode).toBe(1)
    expect(run.output).toMatch(/goldens +plain +3\/3 pass/)
    expect(unwrapped(run.output)).toMatch(/GITHUB_STEP_SUMMARY.*EISDIR/)
  })
})

requires('tmpfs')('a disk of its own', () => {
  test.for([
    { name: 'read-only', options: 'ro', says: /cannot write .*: permission denied \(EROFS\)/ },
    { name: 'full', options: 'size=8k', says: /cannot write .*: no space is left \(ENOSPC\)/ },
  ])(
    '$name: every file that could not be written is named',
    { timeout: 60_000 },
    async (disk, { project, onTestFinished }) => {
      const { server, env } = await serve(() => 'long '.repeat(1_000))
      onTestFinished(() => server.close())
      await project.write(three)
      mkdirSync(join(project.dir, '.aios'))
      // A mount of its own namespace: it ends with the process.
      await project.write({
        'run.mjs': `import { execFileSync } from 'node:child_process'
const script = 'mount -t tmpfs -o ${disk.options} tmpfs .aios && exec "$@"'
try {
  execFileSync('unshare', ['--mount', 'sh', '-c', script, 'sh', process.execPath, ...process.argv.slice(2)], { stdio: 'inherit' })
} catch (error) {
  process.exitCode = error.status
}
`,
      })
      const vitest = join(project.dir, 'node_modules/vitest/vitest.mjs')
      const run = startNode(project, ['run.mjs', vitest, 'run', 'goldens'], env)
      expect(await run.exited).toBe(1)
      expect(unwrapped(run.output())).toMatch(disk.says)
      expect(unwrapped(run.output())).toMatch(/cannot write .*(?:last_report\.json|comparison)/)
      expect(run.output()).toMatch(/Tests {2}3 passed \(3\)/)
      expect(run.output()).toMatch(/goldens +plain +3\/3 pass/)
    },
  )
})

describe('a server that fails', { timeout: 60_000 }, () => {
  const limits = 'limits: { connect: 300, firstToken: 300, idle: 300, load: 500 }, timeoutMs: 800'

  test('before the start: a diagnosis, exit 1, and the baseline stays, also with -u', async ({ project }) => {
    await project.write(three)
    const before = await recordedBaseline(project)
    const run = await project.vitest(['run', 'goldens', '-u'], {
      AIOS_BACKEND: 'live',
      AIOS_BASE_URL: 'http://127.0.0.1:9',
    })
    expect(run.exitCode).toBe(1)
    expect(run.output).not.toMatch(/status +PASS/)
    expect(run.output).toMatch(/not running/)
    expect(await project.read('goldens/baseline.json')).toBe(before)
    expect(JSON.parse(await project.read('.aios/last_report.json'))).toMatchObject({ status: 'fail' })
  })

  test('a port that accepts and never answers: a diagnosis', async ({ project, onTestFinished }) => {
    const silent = createServer(() => {})
    await new Promise<void>((resolve) => void silent.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void silent.close())
    await project.write(three)
    const before = await recordedBaseline(project)
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/v1`
    const run = await project.vitest(['run', 'goldens', '-u'], { AIOS_BACKEND: 'live', AIOS_BASE_URL: url })
    expect(run.exitCode).toBe(1)
    expect(run.output).toContain(new URL(url).host)
    expect(await project.read('goldens/baseline.json')).toBe(before)
  })

  test.for<{ name: string; reply: (count: number) => Says; says: RegExp; failed: number }>([
    {
      name: 'half way through a run, by hanging',
      reply: (count) => (count < 3 ? 'Yes.' : () => {}),
      says: /could not measure golden "g2": first token timeout/,
      failed: 1,
    },
    {
      name: 'in the middle of a reply, by hanging',
      reply: (count) =>
        count < 3
          ? 'Yes.'
          : (response) => {
              response.writeHead(200, { 'content-type': 'text/event-stream' })
              response.write(chunk({ content: 'I was say' }, 'small'))
            },
      says: /could not measure golden "g2": idle timeout/,
      failed: 1,
    },
    {
      name: 'by cutting every connection',
      reply: () => (response) => void response.destroy(),
      says: /could not measure golden "g0": connection lost \(after \d tries\)/,
      failed: 3,
    },
    {
      name: 'by answering with another model',
      reply: () => events(streamed(['Yes.'], 'other-model')),
      says: /could not measure golden "g0": wrong model[^]*other-model/,
      failed: 3,
    },
    {
      name: 'by asking for a key',
      reply: () => ({ status: 401, body: '{"error":{"message":"An LM Studio API token is required"}}' }),
      says: /could not measure golden "g0": unauthorized[^]*AIOS_API_KEY/,
      failed: 3,
    },
    {
      name: 'by crashing its model',
      reply: () => ({
        status: 400,
        body: '{"error":"The model has crashed without additional information. (Exit code: 6)"}',
      }),
      says: /could not measure golden "g0": model crashed/,
      failed: 3,
    },
  ])('$name', async ({ reply, says, failed }, { project, onTestFinished }) => {
    await project.write({ ...three, 'vitest.config.ts': configFile({ aios: limits }) })
    const before = await recordedBaseline(project)
    const { server, env } = await serve((_, { count }) => reply(count))
    onTestFinished(() => server.close())
    for (const args of [[], ['-u']]) {
      const run = await project.vitest(['run', 'goldens', ...args], env)
      expect(run.exitCode).toBe(1)
      expect(run.output).toMatch(says)
      expect(run.output).toContain(`${failed} could not be measured`)
      expect(run.output).toMatch(/status +FAIL/)
      expect(await project.read('goldens/baseline.json')).toBe(before)
      const report = JSON.parse(await project.read('.aios/last_report.json')) as Report
      expect(report).toMatchObject({ status: 'fail', sets: [{ status: 'fail', counts: { unmeasured: failed } }] })
      if (failed === 3) continue
      // A server that hangs half way does so for the second run from its first question on.
      break
    }
    expect(logOf(project).events.filter((event) => event['verdict'] === 'unmeasured').length).toBeGreaterThanOrEqual(
      failed,
    )
  })

  test('half way through a run, by dying: the goldens before keep their replies', async ({
    project,
    onTestFinished,
  }) => {
    await project.write({ ...three, 'vitest.config.ts': configFile({ aios: limits }) })
    const before = await recordedBaseline(project)
    const dying = await serve((_, { count }) => {
      if (count === 2) void dying.server.close()
      return 'Yes.'
    })
    onTestFinished(() => dying.server.close().catch(() => {}))
    const run = await project.vitest(['run', 'goldens', '-u'], dying.env)
    expect(run.exitCode).toBe(1)
    expect(run.output).toMatch(/could not measure golden "g2": unreachable/)
    expect(run.output).toMatch(/the baseline stays as it was/)
    expect(await project.read('goldens/baseline.json')).toBe(before)
    const report = JSON.parse(await project.read('.aios/last_report.json')) as Report
    expect(report.sets[0]?.goldens.find((golden) => golden.id === 'g0')).toMatchObject({ verdict: 'pass' })
  })
})

interface Report {
  status: string
  sets: { status: string; counts: Record<string, number>; goldens: { id: string; verdict: string }[] }[]
}

describe('invalid golden sets and suites', { timeout: 60_000 }, () => {
  test.for<{ name: string; files: Record<string, string>; says: RegExp }>([
    { name: 'no JSON', files: { 'goldens/plain.json': '[{"id": "a",' }, says: /goldens\/plain\.json[^]*1:\d+/ },
    {
      name: 'no golden',
      files: { 'goldens/plain.json': '[]' },
      says: /goldens\/plain\.json[^]*(empty|no golden|at least)/i,
    },
    {
      name: 'one id twice',
      files: { 'goldens/plain.json': JSON.stringify([...numbered(1), ...numbered(1)]) },
      says: /goldens\/plain\.json[^]*"?g0"?/,
    },
    {
      name: 'no file',
      files: {
        'goldens/plain.golden.test.ts':
          "import { describeGoldens } from 'vitest-aios'\ndescribeGoldens('plain', './plian.json')\n",
      },
      says: /goldens\/plian\.json/,
    },
    {
      name: 'a suite that cannot be imported',
      files: {
        'goldens/plain.golden.test.ts':
          "import { describeGoldens } from 'vitest-aios'\nimport './missing.ts'\ndescribeGoldens('plain', './plain.json')\n",
      },
      says: /missing\.ts/,
    },
    {
      name: 'a suite that breaks after it registered its set',
      files: {
        'goldens/plain.golden.test.ts':
          "import { describeGoldens } from 'vitest-aios'\ndescribeGoldens('plain', './plain.json')\nthrow new Error('late')\n",
      },
      says: /late/,
    },
    {
      name: 'a baseline that is not valid JSON',
      files: { 'goldens/baseline.json': '{"schema_version":' },
      says: /baseline\.json\n +is not valid JSON/,
    },
  ])('$name: named, exit 1, nothing green, no baseline', async ({ files, says }, { project, onTestFinished }) => {
    const { server, env } = await serve()
    onTestFinished(() => server.close())
    await project.write({ ...three, ...files })
    for (const args of [[], ['-u']]) {
      const run = await project.vitest(['run', 'goldens', ...args], env)
      expect(run.exitCode).toBe(1)
      expect(run.output).toMatch(says)
      expect(run.output).not.toMatch(/status +PASS/)
    }
    if (project.exists('goldens/baseline.json'))
      expect(await project.read('goldens/baseline.json')).toBe(files['goldens/baseline.json'])
    if (project.exists('.aios/last_report.json'))
      expect(JSON.parse(await project.read('.aios/last_report.json'))).toMatchObject({ status: 'fail' })
  })

  test('a name that matches no golden fails where nothing else ran', async ({ project, onTestFinished }) => {
    const { server, env } = await serve()
    onTestFinished(() => server.close())
    await project.write(three)
    const before = await recordBaseline(project)
    const report = await project.read('.aios/last_report.json')
    const run = await project.vitest(['run', 'goldens', '-t', 'nothing', '-u'], env)
    expect(run.exitCode).toBe(1)
    expect(run.output.replaceAll(/\s+/g, ' ')).toContain('no name of a golden matches -t "nothing"')
    expect(run.output).not.toMatch(/errors above|also contains/)
    expect(await project.read('goldens/baseline.json')).toBe(before)
    expect(JSON.parse(await project.read('.aios/last_report.json'))).toMatchObject({ status: 'fail' })

    await project.write({
      'a.test.ts': "import { test } from 'vitest'\ntest('only nothing', () => {})\n",
      '.aios/last_report.json': report,
    })
    const other = await project.vitest(['run', '-t', 'only nothing'], env)
    expect(other.exitCode).toBe(0)
    expect(other.output).not.toMatch(/no golden ran|report/)
    expect(await project.read('.aios/last_report.json')).toBe(report)
  })

  test.for([
    {
      name: 'a worker that aborts',
      body: "each: async ({ golden, ask }) => { await ask(golden); if (golden.id === 'g2') process.abort() }",
      says: /Worker.*(emitted error|exited)/,
      argss: [[], ['-u']],
      pools: ['forks'],
    },
    {
      name: 'an unhandled rejection after the tests',
      body: "whole: () => { setTimeout(() => Promise.reject(new Error('too late')), 0) }",
      says: /Unhandled Rejection[^]*too late/,
      argss: [[], ['-u']],
      pools: ['forks', 'threads'],
    },
    {
      name: 'an error in whole',
      body: "whole: () => { throw new Error('no verdict') }",
      says: /no verdict/,
      // With -u a set is recorded as it is, also where it misses what is asked of it.
      argss: [[]],
      pools: ['forks'],
    },
  ])('$name: exit 1, no PASS, no baseline', async ({ body, says, argss, pools }, { project, onTestFinished }) => {
    const { server, env } = await serve()
    onTestFinished(() => server.close())
    await project.write({
      ...three,
      'goldens/plain.golden.test.ts': `import { describeGoldens } from 'vitest-aios'\ndescribeGoldens('plain', './plain.json', { ${body} })\n`,
    })
    for (const pool of pools) {
      for (const args of argss) {
        const run = await project.vitest(['run', 'goldens', '--pool', pool, ...args], env)
        expect(run.exitCode).toBe(1)
        expect(run.output).toMatch(says)
        expect(run.output).not.toMatch(/status +PASS/)
        expect(project.exists('goldens/baseline.json')).toBe(false)
        expect(JSON.parse(await project.read('.aios/last_report.json'))).toMatchObject({ status: 'fail' })
      }
    }
  })

  test('fails a recording without a golden whose test threw before it asked', async ({ project, onTestFinished }) => {
    const { server, env } = await serve()
    onTestFinished(() => server.close())
    await project.write({
      ...three,
      'goldens/plain.golden.test.ts':
        "import { describeGoldens } from 'vitest-aios'\ndescribeGoldens('plain', './plain.json', { each: async ({ golden, ask }) => { if (golden.id === 'g1') throw new Error('before asking'); await ask(golden) } })\n",
    })
    const run = await project.vitest(['run', 'goldens', '-u'], env)
    expect(run.exitCode).toBe(1)
    expect(run.output).not.toMatch(/status +PASS/)
    expect(project.exists('goldens/baseline.json')).toBe(false)
  })

  test('rejects two suites with the same set name', async ({ project, onTestFinished }) => {
    const { server, env } = await serve()
    onTestFinished(() => server.close())
    await project.write({
      ...three,
      'goldens/other.json': JSON.stringify(numbered(2, 'o')),
      'goldens/other.golden.test.ts':
        "import { describeGoldens } from 'vitest-aios'\ndescribeGoldens('plain', './other.json')\n",
    })
    const run = await project.vitest(['run', 'goldens', '-u'], env)
    expect(run.exitCode).toBe(1)
    expect(unwrapped(run.output)).toMatch(/two golden sets are called "plain"/)
    expect(project.exists('goldens/baseline.json')).toBe(false)
  })
})

/** Notes are wrapped to the width of a terminal. */
function unwrapped(output: string): string {
  return output.replace(/\s+/g, ' ')
}

/** All text of a project's files, by path; what it installed is left out. */
export function textsOf(project: Project): [string, string][] {
  return filesBelow(project.dir).map((path): [string, string] => [path, readFileSync(path, 'latin1')])
}
