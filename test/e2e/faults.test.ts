import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { configFile, goldenProject, MONOREPO, numbered, packageFiles } from '../support/golden-project.ts'
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
  /** An obstacle in the folder of a package, and the words of its run. */
  const BLOCKED: Record<string, { block: (folder: string) => void; says: RegExp }> = {
    file: {
      block: (folder) => writeFileSync(join(folder, '.aios'), 'not a folder'),
      says: /cannot write the provenance log \S*file\/\.aios\/provenance\.ndjson: a file is where its folder should be/,
    },
    folder: {
      block: (folder) => void mkdirSync(join(folder, '.aios/provenance.ndjson'), { recursive: true }),
      says: /cannot write the provenance log \S*folder\/\S*: a folder is in its place \(EISDIR\)/,
    },
    full: {
      block(folder) {
        mkdirSync(join(folder, '.aios'))
        symlinkSync('/dev/full', join(folder, '.aios/provenance.ndjson'))
      },
      says: /cannot write the provenance log \S*full\/\S*: no space is left \(ENOSPC\)/,
    },
  }

  test('a log: an error with a remedy, exit 1, and the results of the tests', async ({ project, onTestFinished }) => {
    const { server, env } = await serve()
    onTestFinished(() => server.close())
    await project.write({ 'vitest.config.ts': MONOREPO })
    for (const [name, { block }] of Object.entries(BLOCKED)) {
      await project.write(packageFiles(name, { [name]: numbered(3) }))
      block(join(project.dir, 'packages', name))
    }
    const run = await project.vitest(['run', 'goldens'], { ...env, COLUMNS: '400' })
    expect(run.exitCode).toBe(1)
    expect(run.output).toMatch(/Tests {2}9 passed \(9\)/)
    expect(run.output).not.toMatch(/status +PASS/)
    expect(unwrapped(run.output).match(/set AIOS_DIR to a folder that can be written/g)?.length).toBeGreaterThanOrEqual(
      3,
    )
    for (const [name, { says }] of Object.entries(BLOCKED)) {
      expect(unwrapped(run.output)).toMatch(says)
      expect(run.output).toMatch(new RegExp(`goldens +${name} +3/3 pass`))
      const report = `packages/${name}/.aios/last_report.json`
      if (project.exists(report)) expect(JSON.parse(await project.read(report))).toMatchObject({ status: 'fail' })
    }
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

requires('tmpfs')('a read-only and a full disk', () => {
  test('name every file that could not be written', { timeout: 60_000 }, async ({ project, onTestFinished }) => {
    const { server, env } = await serve(() => 'long '.repeat(1_000))
    onTestFinished(() => server.close())
    const disks = { readonly: 'ro', full: 'size=8k' }
    await project.write({ 'vitest.config.ts': MONOREPO })
    for (const name of Object.keys(disks)) {
      await project.write(packageFiles(name, { [name]: numbered(3) }))
      mkdirSync(join(project.dir, `packages/${name}/.aios`))
    }
    const mounts = Object.entries(disks).map(
      ([name, options]) => `mount -t tmpfs -o ${options} tmpfs packages/${name}/.aios && `,
    )
    // A mount of its own namespace: it ends with the process.
    await project.write({
      'run.mjs': `import { execFileSync } from 'node:child_process'
const script = '${mounts.join('')}exec "$@"'
try {
  execFileSync('unshare', ['--mount', 'sh', '-c', script, 'sh', process.execPath, ...process.argv.slice(2)], { stdio: 'inherit' })
} catch (error) {
  process.exitCode = error.status
}
`,
    })
    const vitest = join(project.dir, 'node_modules/vitest/vitest.mjs')
    const run = startNode(project, ['run.mjs', vitest, 'run', 'goldens'], { ...env, COLUMNS: '400' })
    expect(await run.exited).toBe(1)
    const output = unwrapped(run.output())
    for (const [name, why] of [
      ['readonly', /permission denied \(EROFS\)/],
      ['full', /no space is left \(ENOSPC\)/],
    ] as const) {
      expect(output).toMatch(new RegExp(`cannot write [^:]*packages/${name}/\\S*: ${why.source}`))
      expect(output).toMatch(new RegExp(`cannot write [^:]*packages/${name}/\\S*(?:last_report\\.json|comparison)`))
      expect(output).toMatch(new RegExp(`goldens +${name} +3/3 pass`))
    }
    expect(run.output()).toMatch(/Tests {2}6 passed \(6\)/)
  })
})

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

  test('before the start, or accepts and never answers: a diagnosis, exit 1, and the baseline stays, also with -u', async ({
    project,
    onTestFinished,
  }) => {
    const silent = createServer(() => {})
    await new Promise<void>((resolve) => void silent.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void silent.close())
    const host = `127.0.0.1:${(silent.address() as AddressInfo).port}`
    const hosts = { dead: '127.0.0.1:9', silent: host }
    await project.write(three)
    const before = await recordedBaseline(project)
    await project.write({ 'vitest.config.ts': MONOREPO })
    for (const [name, each] of Object.entries(hosts)) {
      await project.write(
        packageFiles(name, { plain: numbered(3) }, { aios: `baseUrl: 'http://${each}/v1', backend: 'live'` }),
      )
      await project.write({ [`packages/${name}/goldens/baseline.json`]: before })
    }
    const run = await project.vitest(['run', 'goldens', '-u'])
    expect(run.exitCode).toBe(1)
    expect(run.output).not.toMatch(/status +PASS/)
    expect(run.output).toMatch(/not running: http:\/\/127\.0\.0\.1:9/)
    expect(run.output).toContain(host)
    for (const name of Object.keys(hosts)) {
      expect(await project.read(`packages/${name}/goldens/baseline.json`)).toBe(before)
      expect(JSON.parse(await project.read(`packages/${name}/.aios/last_report.json`))).toMatchObject({
        status: 'fail',
      })
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
      const report = JSON.parse(await project.read('.aios/last_report.json')) as Report
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
  sets: { set: string; status: string; counts: Record<string, number>; goldens: { id: string; verdict: string }[] }[]
}

describe('invalid golden sets and suites', { timeout: 60_000 }, () => {
  const suite = (set: string, path = `./${set}.json`) =>
    `import { describeGoldens } from 'vitest-aios'\ndescribeGoldens('${set}', '${path}')\n`

  /** What is wrong in the files of a set, by its name, and what a run says about it. */
  const INVALID: Record<string, { files: Record<string, string>; says: RegExp }> = {
    broken: { files: { 'broken.json': '[{"id": "a",' }, says: /goldens\/broken\.json[^]*1:\d+/ },
    empty: { files: { 'empty.json': '[]' }, says: /goldens\/empty\.json[^]*(empty|no golden|at least)/i },
    twice: {
      files: { 'twice.json': JSON.stringify([...numbered(1), ...numbered(1)]) },
      says: /goldens\/twice\.json[^]*"?g0"?/,
    },
    missing: {
      files: { 'missing.golden.test.ts': suite('missing', './misspelt.json') },
      says: /goldens\/misspelt\.json/,
    },
    unresolved: {
      files: { 'unresolved.golden.test.ts': `import './elsewhere.ts'\n${suite('unresolved')}` },
      says: /elsewhere\.ts/,
    },
    late: { files: { 'late.golden.test.ts': `${suite('late')}throw new Error('too late')\n` }, says: /too late/ },
  }

  test('each invalid set is named and fails its file: nothing green, no baseline', async ({
    project,
    onTestFinished,
  }) => {
    const { server, env } = await serve()
    onTestFinished(() => server.close())
    const sets = Object.fromEntries(Object.keys(INVALID).map((set) => [set, numbered(3, set)]))
    await project.write(goldenProject({ ...sets, plain: numbered(3) }, { test: 'isolate: false' }))
    for (const { files } of Object.values(INVALID))
      for (const [name, text] of Object.entries(files)) await project.write({ [`goldens/${name}`]: text })
    for (const args of [[], ['-u']]) {
      const run = await project.vitest(['run', 'goldens', ...args], env)
      expect(run.exitCode).toBe(1)
      expect(run.output).toMatch(/Test Files +6 failed \| 1 passed \(7\)/)
      for (const { says } of Object.values(INVALID)) expect(run.output).toMatch(says)
      expect(run.output).not.toMatch(/status +PASS/)
      expect(project.exists('goldens/baseline.json')).toBe(false)
      expect(JSON.parse(await project.read('.aios/last_report.json'))).toMatchObject({ status: 'fail' })
    }
  })

  test('a set that is its only one, or a baseline: named, exit 1, nothing green, no baseline', async ({
    project,
    onTestFinished,
  }) => {
    const { server, env } = await serve()
    onTestFinished(() => server.close())
    const only = { file: 'packages/only/goldens/plain.json', text: '[]', says: /goldens\/plain\.json/ }
    const baseline = {
      file: 'packages/baseline/goldens/baseline.json',
      text: '{"schema_version":',
      says: /baseline\.json\n +is not valid JSON/,
    }
    await project.write({
      'vitest.config.ts': MONOREPO,
      ...packageFiles('only', { plain: numbered(3) }),
      ...packageFiles('baseline', { plain: numbered(3) }),
      [only.file]: only.text,
      [baseline.file]: baseline.text,
    })
    for (const args of [[], ['-u']]) {
      const run = await project.vitest(['run', 'goldens', ...args], env)
      expect(run.exitCode).toBe(1)
      for (const { says } of [only, baseline]) expect(run.output).toMatch(says)
      expect(run.output).not.toMatch(/status +PASS/)
      expect(project.exists('packages/only/goldens/baseline.json')).toBe(false)
      expect(await project.read(baseline.file)).toBe(baseline.text)
      for (const report of ['only', 'baseline'].map((name) => `packages/${name}/.aios/last_report.json`))
        if (project.exists(report)) expect(JSON.parse(await project.read(report))).toMatchObject({ status: 'fail' })
    }
  })

  test('a name that matches no golden fails where nothing else ran', async ({ project, onTestFinished }) => {
    const { server, env } = await serve()
    onTestFinished(() => server.close())
    await project.write(three)
    const before = await recordedBaseline(project)
    const run = await project.vitest(['run', 'goldens', '-t', 'nothing', '-u'], env)
    expect(run.exitCode).toBe(1)
    expect(run.output.replaceAll(/\s+/g, ' ')).toContain('no name of a golden matches -t "nothing"')
    expect(run.output).not.toMatch(/errors above|also contains/)
    expect(await project.read('goldens/baseline.json')).toBe(before)
    const report = await project.read('.aios/last_report.json')
    expect(JSON.parse(report)).toMatchObject({ status: 'fail' })

    await project.write({
      'a.test.ts': "import { test } from 'vitest'\ntest('only nothing', () => {})\n",
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
      runs: [[], ['-u']],
    },
    {
      name: 'an unhandled rejection after the tests',
      body: "whole: () => { setTimeout(() => Promise.reject(new Error('too late')), 0) }",
      says: /Unhandled Rejection[^]*too late/,
      runs: [[], ['--pool', 'threads', '-u']],
    },
    {
      name: 'an error in whole',
      body: "whole: () => { throw new Error('no verdict') }",
      says: /no verdict/,
      // With -u a set is recorded as it is, also where it misses what is asked of it.
      runs: [[]],
    },
  ])('$name: exit 1, no PASS, no baseline', async ({ body, says, runs }, { project, onTestFinished }) => {
    const { server, env } = await serve()
    onTestFinished(() => server.close())
    await project.write({
      ...three,
      'goldens/plain.golden.test.ts': `import { describeGoldens } from 'vitest-aios'\ndescribeGoldens('plain', './plain.json', { ${body} })\n`,
    })
    for (const args of runs) {
      const run = await project.vitest(['run', 'goldens', ...args], env)
      expect(run.exitCode).toBe(1)
      expect(run.output).toMatch(says)
      expect(run.output).not.toMatch(/status +PASS/)
      expect(project.exists('goldens/baseline.json')).toBe(false)
      expect(JSON.parse(await project.read('.aios/last_report.json'))).toMatchObject({ status: 'fail' })
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
