import { execFileSync } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished } from 'vitest'
import { configFile, goldenProject, MONOREPO, numbered, packageFiles } from '../support/golden-project.ts'
import { type Project, test } from '../support/project.ts'
import { scriptedModels } from '../support/scripted-models.ts'

const SETS = { first: numbered(3, 'a'), second: numbered(3, 'b') }

async function serve(reply: (question: string, count: number) => string = () => 'Yes.') {
  const models = await scriptedModels(['big', 'small'], (question, { count }) => reply(question, count))
  onTestFinished(() => models.close())
  return { models, env: { AIOS_BASE_URL: models.url } }
}

/** Options of Vitest projects under which two sets of three goldens give the same result. */
const PROJECT_OPTIONS: Record<string, string> = {
  'happy-dom': "environment: 'happy-dom'",
  threads: "pool: 'threads'",
  shuffled: 'sequence: { shuffle: true }',
  jsdom: "environment: 'jsdom'",
  'happy-dom-vm': "environment: 'happy-dom', pool: 'vmThreads'",
  'jsdom-vm': "environment: 'jsdom', pool: 'vmForks'",
  'vm-threads-concurrent': "pool: 'vmThreads', sequence: { concurrent: true }",
  'vm-forks-with-retries-and-globals': "pool: 'vmForks', retry: 2, globals: true",
  'no-isolation': 'isolate: false',
  'no-isolation-in-threads': "pool: 'threads', isolate: false",
}

/** Options of a whole run, under which they do so too. */
const RUN_OPTIONS =
  "isolate: false, maxWorkers: 1, bail: 1, coverage: { enabled: true, provider: 'v8', reporter: ['json-summary'] }"

describe('Vitest options', { timeout: 120_000 }, () => {
  async function expectPassed(project: Project, folder: string, sets: readonly string[]): Promise<void> {
    const events = await project.events(folder)
    expect(events.filter((event) => event['verdict'] === 'pass')).toHaveLength(3 * sets.length)
    expect(Object.keys((await baseline(project, folder)).sets)).toEqual(sets)
    const report: unknown = JSON.parse(await project.read(join(folder, '.aios/last_report.json')))
    expect(report).toMatchObject({ status: 'pass', sets: sets.map((set) => ({ set, status: 'pass' })) })
  }

  test('of projects: each gives the same result', async ({ project }) => {
    const { models, env } = await serve()
    const packages = Object.entries(PROJECT_OPTIONS).map(([name, test]) => {
      // To load an environment takes most of the time; what a worker keeps shows with a second file.
      const sets: Partial<typeof SETS> = test.includes('isolate') ? SETS : { first: SETS.first }
      return { folder: `packages/${name}`, sets: Object.keys(sets), files: packageFiles(name, sets, { test }) }
    })
    await project.write({ 'vitest.config.ts': MONOREPO })
    for (const { files } of packages) await project.write(files)
    // Without the options of Node that tests use, so that the plugin adds its own where the pool accepts them.
    const { exitCode, output } = await project.vitest(['run'], { ...env, NODE_OPTIONS: '' })
    expect(exitCode, output).toBe(0)
    expect(models.asked()).toHaveLength(3 * packages.flatMap(({ sets }) => sets).length)
    for (const { folder, sets } of packages) await expectPassed(project, folder, sets)
  })

  test('of a run, with coverage and one worker without isolation', async ({ project }) => {
    const { models, env } = await serve()
    await project.write(goldenProject(SETS, { test: RUN_OPTIONS }))
    const { exitCode, output } = await project.vitest(['run'], env)
    expect(exitCode, output).toBe(0)
    expect(output).toMatch(/goldens +first +3\/3 pass/)
    expect(output).toMatch(/goldens +second +3\/3 pass/)
    expect(models.asked()).toHaveLength(6)
    await expectPassed(project, '.', ['first', 'second'])
  })

  test('bail stops the run, which does not pass', async ({ project }) => {
    const { env } = await serve((question) => (question.includes('a0') ? 'No.' : 'Yes.'))
    const goldens = numbered(4, 'a').map((golden) => ({ ...golden, expect: { contains: 'Yes' } }))
    await project.write(goldenProject({ first: goldens }, { test: 'bail: 1' }))
    const { exitCode, output } = await project.vitest(['run'], env)
    expect(exitCode).toBe(1)
    expect(output).toMatch(/status +FAIL/)
    expect(project.exists('goldens/baseline.json')).toBe(false)
  })
})

describe('vitest list', { timeout: 60_000 }, () => {
  test.for([['list'], ['list', '--no-static-parse']])(
    '%s names goldens and asks no model',
    async (args, { project }) => {
      await project.write({
        ...goldenProject(SETS),
        'unit.test.ts': "import { test } from 'vitest'\ntest('plain', () => { throw new Error('ran') })\n",
      })
      const { exitCode, output } = await project.vitest(args, { AIOS_BASE_URL: 'http://127.0.0.1:9/v1' })
      expect(exitCode, output).toBe(0)
      expect(output).toContain('goldens/first.golden.test.ts > first > a0')
      expect(output).toContain('goldens/second.golden.test.ts > second > b2')
      expect(output).toContain('unit.test.ts > plain')
      expect(project.exists('.aios')).toBe(false)
    },
  )

  test('reports a golden set that cannot be read', async ({ project }) => {
    await project.write({ ...goldenProject(SETS), 'goldens/second.json': '[{ "id": 1 }]' })
    const { exitCode, output } = await project.vitest(['list'])
    expect(exitCode).toBe(1)
    expect(output).toContain('goldens/second.json')
  })
})

describe('--changed', { timeout: 120_000 }, () => {
  test('runs the suites when only a set, a cassette or a set elsewhere changed', async ({ project }) => {
    const { env } = await serve()
    const files = {
      ...goldenProject(SETS),
      'elsewhere/third.json': '[]',
      'deep/third.golden.test.ts':
        "import { describeGoldens } from 'vitest-aios'\ndescribeGoldens('third', `../elsewhere/third.json`)\n",
      '.gitignore': 'node_modules\n.aios\ngoldens/baseline.json\n',
    }
    await project.write(files)
    commit(project)
    const idle = await project.vitest(['run', '--changed'], env)
    expect(idle.output).not.toMatch(/goldens +first/)
    for (const [file, text] of [
      ['goldens/first.json', JSON.stringify([...SETS.first, ...numbered(1, 'c')])],
      ['goldens/cassettes/new.jsonl', ''],
      ['elsewhere/third.json', JSON.stringify(numbered(1, 'd'))],
    ] as const) {
      await project.write({ [file]: text })
      const { output } = await project.vitest(['run', '--changed'], env)
      expect(output, file).toMatch(/goldens +first +\d\/\d pass/)
      await rm(join(project.dir, file))
      await project.write(files)
    }
  })
})

describe('projects', { timeout: 120_000 }, () => {
  const REFUSED = 'http://127.0.0.1:9/v1'

  test('keep their own options, baselines, logs and reports, and fail alone', async ({ project }) => {
    const { models } = await serve((question) => (question.includes('bad0') ? 'No.' : 'Yes.'))
    const strict = numbered(2, 'bad').map((golden) => ({ ...golden, expect: { contains: 'Yes' } }))
    const answered = (aios = '') => ({ aios: `baseUrl: '${models.url}', ${aios}` })
    await project.write({
      'vitest.config.ts': MONOREPO,
      ...packageFiles('a', { same: numbered(2, 'a') }, answered('repeats: 2')),
      ...packageFiles('b', { same: numbered(3, 'b') }, answered('slo: { passRate: 1 }')),
      ...packageFiles('bad', { same: strict }, answered()),
      ...packageFiles('invalid', { same: [] }, { aios: `backend: 'live', baseUrl: '${REFUSED}'` }),
      'packages/invalid/goldens/same.json': '[{ "id": "a", }]',
    })
    const recorded = await project.vitest(['run'])
    expect(recorded.exitCode).toBe(1)
    expect(models.asked()).toHaveLength(2 * 2 + 3 + 2)
    expect(Object.keys((await baseline(project, 'packages/a')).sets['same']?.goldens ?? {})).toEqual(['a0', 'a1'])
    expect(Object.keys((await baseline(project, 'packages/b')).sets['same']?.goldens ?? {})).toEqual(['b0', 'b1', 'b2'])
    for (const [name, status] of Object.entries({ a: 'pass', b: 'pass', bad: 'fail' })) {
      expect(project.exists(`packages/${name}/.aios/provenance.ndjson`)).toBe(true)
      const report: unknown = JSON.parse(await project.read(`packages/${name}/.aios/last_report.json`))
      expect(report, name).toMatchObject({ status })
    }
    expect(project.exists('.aios')).toBe(false)
    expect(project.exists('goldens')).toBe(false)
    for (const name of ['bad', 'invalid']) expect(project.exists(`packages/${name}/goldens/baseline.json`)).toBe(false)
    expect(recorded.output).toMatch(/status +PASS/)
    expect(recorded.output).toMatch(/status +FAIL/)
    // The error in the set is reported, not the server that does not answer.
    expect(recorded.output).toMatch(/packages\/invalid\/goldens\/same\.json[^]*1:\d+/)
    expect(recorded.output).not.toContain(REFUSED)

    const compared = await project.vitest(['run', '--project=a', '--project=b'], { CI: 'true' })
    expect(compared.exitCode, compared.output).toBe(0)
    expect(compared.output).toMatch(/^aios {2}a: live:/m)
    expect(compared.output).toMatch(/^ project +b$/m)
  })

  test('with different options and the same files are rejected by name', async ({ project }) => {
    const { env } = await serve()
    const listed = (name: string, repeats: number) =>
      `{ extends: false, plugins: [aios({ models: { main_model: 'big', embedder: 'small' }, repeats: ${repeats} })], test: { name: '${name}', include: ['goldens/first.golden.test.ts'] } }`
    await project.write({
      ...goldenProject({ first: SETS.first }),
      'vitest.config.ts': configFile({ test: `projects: [${listed('one', 1)}, ${listed('two', 2)}]` }),
    })
    const { exitCode, output } = await project.vitest(['run'], env)
    expect(exitCode).toBe(1)
    expect(output).toContain('the projects "one" and "two" have different options and share <project>/.aios')
  })
})

interface BaselineText {
  sets: Record<string, { goldens: Record<string, unknown> }>
}

async function baseline(project: Project, folder: string): Promise<BaselineText> {
  return JSON.parse(await project.read(join(folder, 'goldens/baseline.json'))) as BaselineText
}

function commit({ dir }: Project): void {
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.email=a@b.c', '-c', 'user.name=n', ...args], { cwd: dir })
  git('init', '-q')
  git('add', '-A')
  git('commit', '-qm', 'start')
}
