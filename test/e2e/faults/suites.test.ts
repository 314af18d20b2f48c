import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { readBaseline } from '../../../src/artifacts/baseline/baseline-file.ts'
import { recordedBaseline, serve, three } from '../../support/fault-project.ts'
import { MONOREPO, numbered, packageFiles } from '../../support/golden-project.ts'
import { type Project, test } from '../../support/project.ts'

describe('invalid golden sets and suites', { timeout: 120_000 }, () => {
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

  const only = suite('plain').replace(/\)\n$/, '')

  type Run = 'compares' | 'records'

  /**
   * What is wrong in the files of a package with the set `plain`, by the name of the package, what a run says about it,
   * and in which run.
   */
  const PACKAGES: Record<string, { files: Record<string, string>; says: RegExp; runs: readonly Run[] }> = {
    'only-set': {
      files: { 'plain.json': '[]' },
      says: /only-set\/goldens\/plain\.json/,
      runs: ['compares', 'records'],
    },
    'torn-baseline': {
      files: { 'baseline.json': '{"schema_version":' },
      says: /torn-baseline\/goldens\/baseline\.json\n +is not valid JSON/,
      runs: ['compares', 'records'],
    },
    'baseline-folder': {
      files: { 'baseline.json/a-file': 'kept' },
      says: /baseline-folder\/goldens\/baseline\.json\n +cannot be read: EISDIR/,
      runs: ['records'],
    },
    whole: {
      files: { 'plain.golden.test.ts': `${only}, { whole: () => { throw new Error('no verdict') } })\n` },
      says: /no verdict/,
      // With -u a set is recorded as it is, also where it misses what is asked of it.
      runs: ['compares'],
    },
    'before-asking': {
      files: {
        'plain.golden.test.ts': `${only}, { each: async ({ golden, ask }) => { if (golden.id === 'g1') throw new Error('before asking'); await ask(golden) } })\n`,
      },
      says: /before asking/,
      runs: ['records'],
    },
    'same-name': {
      files: {
        'other.json': JSON.stringify(numbered(2, 'o')),
        'other.golden.test.ts': suite('plain', './other.json'),
      },
      says: /two golden sets are called "plain"/,
      runs: ['records'],
    },
  }

  test('each is named and fails its package: nothing green, no baseline', async ({ project, onTestFinished }) => {
    const { server, env } = await serve()
    onTestFinished(() => server.close())
    const sets = Object.fromEntries(Object.keys(INVALID).map((set) => [set, numbered(3, set)]))
    await project.write({
      'vitest.config.ts': MONOREPO,
      ...packageFiles('sets', { ...sets, plain: numbered(3) }, { test: 'isolate: false' }),
      ...packageFiles('good', { plain: numbered(3) }),
    })
    for (const { files } of Object.values(INVALID)) await writeIn(project, 'sets', files)
    for (const [name, { files }] of Object.entries(PACKAGES)) {
      await project.write(packageFiles(name, { plain: numbered(3) }))
      await writeIn(project, name, files)
    }
    for (const kind of ['compares', 'records'] as const) {
      const records = kind === 'records'
      const packages = Object.entries(PACKAGES).filter(([, { runs }]) => runs.includes(kind))
      const names = ['sets', ...packages.map(([name]) => name), ...(records ? ['good'] : [])]
      const args = ['goldens', ...names.map((name) => `--project=${name}`), ...(records ? ['-u'] : [])]
      const { exitCode, output } = await project.vitest(['run', ...args], { ...env, COLUMNS: '400' })
      expect(exitCode).toBe(1)
      for (const { says } of [...Object.values(INVALID), ...packages.map(([, fault]) => fault)])
        expect(output).toMatch(says)
      const failed = output.matchAll(/^ *FAIL .*packages\/sets\/goldens\/(\w+)\.golden/gm)
      expect(new Set([...failed].map(([, set]) => set))).toEqual(new Set(Object.keys(INVALID)))
      expect(output.match(/status +PASS/g) ?? []).toHaveLength(records ? 1 : 0)
      await expectFailed(project, 'sets')
      for (const [name, { files }] of packages) await expectFailed(project, name, files)
      if (!records) {
        // So that a report of this run does not pass for one of the next.
        for (const name of names) await rm(join(project.dir, `packages/${name}/.aios`), { recursive: true })
        continue
      }
      // A package does not fail the others, so each failure above is its own.
      expect(JSON.parse(await project.read('packages/good/.aios/last_report.json'))).toMatchObject({ status: 'pass' })
      expect(readBaseline(join(project.dir, 'packages/good/goldens/baseline.json'))).not.toBeNull()
    }
  })

  async function writeIn(project: Project, name: string, files: Record<string, string>): Promise<void> {
    for (const [file, text] of Object.entries(files))
      await project.write({ [`packages/${name}/goldens/${file}`]: text })
  }

  /** `files`: those of the package that are its own; a baseline among them stays as it is. */
  async function expectFailed(project: Project, name: string, files: Record<string, string> = {}): Promise<void> {
    const report: unknown = JSON.parse(await project.read(`packages/${name}/.aios/last_report.json`))
    expect(report, name).toMatchObject({ status: 'fail' })
    const baselines = Object.entries(files).filter(([file]) => file.startsWith('baseline.json'))
    for (const [file, text] of baselines) expect(await project.read(`packages/${name}/goldens/${file}`)).toBe(text)
    if (baselines.length === 0) expect(project.exists(`packages/${name}/goldens/baseline.json`), name).toBe(false)
  }

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
})
