import { describe, expect } from 'vitest'
import { recordedBaseline, serve, three, unwrapped } from '../../support/fault-project.ts'
import { goldenProject, MONOREPO, numbered, packageFiles } from '../../support/golden-project.ts'
import { test } from '../../support/project.ts'

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
