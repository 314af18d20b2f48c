import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished } from 'vitest'
import { goldenProject, MONOREPO, numbered, packageFiles } from '../support/golden-project.ts'
import { type Project, test } from '../support/project.ts'
import { scriptedModels } from '../support/scripted-models.ts'

const SETS = { first: numbered(2, 'a'), second: numbered(1, 'b') }
const IN_ONE_WORKER = { test: 'isolate: false' }
const FILES = goldenProject(SETS, IN_ONE_WORKER)

async function serve() {
  const models = await scriptedModels(['big', 'small'], () => 'Yes.')
  onTestFinished(() => models.close())
  return { AIOS_BASE_URL: models.url }
}

let recorded: string | null = null

/** A project whose baseline holds a golden and a set that were removed since; the first test that needs it records it. */
async function withLeftovers(project: Project) {
  const env = await serve()
  const before = goldenProject({ ...SETS, first: numbered(3, 'a'), third: numbered(1, 'c') }, IN_ONE_WORKER)
  if (recorded === null) {
    await project.write(before)
    const run = await project.vitest(['run', '-u'], env)
    expect(run.exitCode, run.output).toBe(0)
    recorded = await project.read('goldens/baseline.json')
  }
  await project.write({ ...before, ...FILES, 'goldens/baseline.json': recorded })
  await rm(join(project.dir, 'goldens/third.golden.test.ts'))
  return env
}

async function baseline(project: Project): Promise<Record<string, string[]>> {
  const { sets } = JSON.parse(await project.read('goldens/baseline.json')) as {
    sets: Record<string, { goldens: object }>
  }
  return Object.fromEntries(Object.entries(sets).map(([set, { goldens }]) => [set, Object.keys(goldens)]))
}

const LEFT = { first: ['a0', 'a1', 'a2'], second: ['b0'], third: ['c0'] }

describe('-u', { timeout: 120_000 }, () => {
  test('of a part of a set removes nothing, of a whole set its goldens that no longer exist', async ({ project }) => {
    const env = await withLeftovers(project)
    for (const args of [['-t', 'a1|b0'], ['goldens/second'], ['--exclude=**/first*']]) {
      const { output } = await project.vitest(['run', ...args, '-u'], env)
      expect(output).toContain('the baseline is being recorded')
      expect(output, args.join(' ')).not.toContain('removed')
      expect(await baseline(project), args.join(' ')).toEqual(LEFT)
    }
    for (const args of [['goldens/first'], ['-t', 'first|second']]) {
      await project.write({ 'goldens/baseline.json': recorded ?? '' })
      const { output } = await project.vitest(['run', ...args, '-u'], env)
      expect(output.replaceAll(/\s+/g, ' '), args.join(' ')).toContain(
        'removed from the baseline, because they no longer exist: a2 of "first"',
      )
      expect(await baseline(project), args.join(' ')).toEqual({ ...LEFT, first: ['a0', 'a1'] })
    }
  })

  test('of a whole run removes what no longer exists, and lists it', async ({ project }) => {
    const env = await withLeftovers(project)
    const whole = await project.vitest(['run', 'goldens', '-u'], env)
    expect(whole.exitCode).toBe(0)
    expect(whole.output.replaceAll(/\s+/g, ' ')).toContain(
      'removed from the baseline, because they no longer exist: a2 of "first", the set "third"',
    )
    expect(whole.output).not.toContain('did not run')
    expect(await baseline(project)).toEqual({ first: ['a0', 'a1'], second: ['b0'] })
  })

  test('removes no set with .only or a skipped suite', async ({ project }) => {
    const env = await withLeftovers(project)
    const wrap = (how: string) => ({
      'goldens/second.golden.test.ts': `import { describe } from 'vitest'\nimport { describeGoldens } from 'vitest-aios'\ndescribe.${how}('of it', () => describeGoldens('second', './second.json'))\n`,
    })
    await project.write(wrap('skip'))
    await project.vitest(['run', '-u'], env)
    expect(await baseline(project)).toEqual({ ...LEFT, first: ['a0', 'a1'] })
    await project.write({
      ...wrap('only'),
      'goldens/second.golden.test.ts': `${wrap('only')['goldens/second.golden.test.ts']}describeGoldens('third', './third.json')\n`,
    })
    await project.vitest(['run', '-u'], env)
    expect(await baseline(project)).toEqual({ ...LEFT, first: ['a0', 'a1'] })
  })

  /** A failure in a package beside its goldens, and the words of its run. */
  const FAILURES: Record<string, { files: Record<string, string>; says: RegExp }> = {
    elsewhere: {
      files: { 'unit.test.ts': "import { test } from 'vitest'\ntest('plain', () => { throw new Error('no') })\n" },
      says: /the baseline stays as it was: "plain" of unit\.test\.ts failed/,
    },
    crashed: {
      files: { 'goldens/second.golden.test.ts': "import 'vitest-aios'\nthrow new Error('no')\n" },
      says: /the baseline stays as it was: \S*goldens\/second\.golden\.test\.ts did not finish/,
    },
    log: {
      files: { '.aios/provenance.ndjson/file': '' },
      says: /cannot write the provenance log .*provenance\.ndjson/,
    },
    report: { files: { '.aios/last_report.json/file': '' }, says: /cannot write .*last_report\.json/ },
  }

  test('records nothing in a package where a test, a file, the log or the report failed', async ({ project }) => {
    const env = await serve()
    await project.write({ 'vitest.config.ts': MONOREPO })
    for (const [name, { files }] of Object.entries(FAILURES)) {
      await project.write(packageFiles(name, SETS, IN_ONE_WORKER))
      for (const [file, text] of Object.entries(files)) await project.write({ [`packages/${name}/${file}`]: text })
    }
    for (const args of [['run'], ['run', '-u']]) {
      const job = join(project.dir, 'job.md')
      await project.write({ 'job.md': '' })
      const { exitCode, output } = await project.vitest(args, { ...env, GITHUB_STEP_SUMMARY: job })
      expect(exitCode).toBe(1)
      expect(output).not.toContain('being recorded')
      expect(output).not.toMatch(/status +PASS/)
      expect(output.match(/^ status +FAIL \(the run failed: see note\)$/gm)?.length).toBeGreaterThanOrEqual(4)
      expect(output).not.toContain(String.raw`\n`)
      expect((await project.read('job.md')).match(/fail \(the run failed\)/g)?.length).toBeGreaterThanOrEqual(4)
      for (const [name, { says }] of Object.entries(FAILURES)) {
        expect(output.replaceAll(/\s+/g, ' ')).toMatch(says)
        expect(project.exists(`packages/${name}/goldens/baseline.json`)).toBe(false)
        if (name !== 'report') await expectFailed(project, `packages/${name}`)
      }
    }
  })

  test('records nothing after an error outside of tests', async ({ project }) => {
    const env = await serve()
    await project.write({
      ...FILES,
      'unit.test.ts':
        "import { test } from 'vitest'\ntest('plain', () => { setTimeout(() => { throw new Error('no') }) ; return new Promise((done) => setTimeout(done, 50)) })\n",
    })
    for (const args of [['run'], ['run', '-u']]) {
      const { exitCode, output } = await project.vitest(args, env)
      expect(exitCode).toBe(1)
      expect(output.replaceAll(/\s+/g, ' ')).toMatch(
        /an error outside of tests.* the baseline stays as it was: the run failed/,
      )
      expect(output).not.toContain('being recorded')
      expect(output).toMatch(/^ status +FAIL \(the run failed: see note\)$/m)
      expect(project.exists('goldens/baseline.json')).toBe(false)
      await expectFailed(project, '.')
    }
  })

  async function expectFailed(project: Project, folder: string): Promise<void> {
    expect(JSON.parse(await project.read(join(folder, '.aios/last_report.json')))).toMatchObject({
      status: 'fail',
      sets: expect.arrayContaining([expect.objectContaining({ set: 'first', status: 'fail' })]) as unknown,
    })
  }
})

describe('--merge-reports', { timeout: 120_000 }, () => {
  const shard = (which: string) => ['run', 'goldens', '--reporter=blob', `--shard=${which}`]
  const merge = ['run', '--merge-reports']

  test('notes a set that no longer exists, and fails where a shard is lost', async ({ project }) => {
    const env = { ...(await withLeftovers(project)), CI: 'true' }
    for (const which of ['1/2', '2/2']) await project.vitest(shard(which), env)
    const merged = await project.vitest(merge, env)
    expect(merged.output).toContain('the baseline also contains "third", which did not run')
    expect(merged.output).not.toContain('FAIL')
    expect(merged.exitCode, merged.output).toBe(0)

    const blob = (name: string) => join(project.dir, '.vitest/blob', name)
    await rename(blob('blob-1-2.json'), blob('any-name.json'))
    expect((await project.vitest(merge, env)).exitCode).toBe(0)

    await rm(blob('blob-2-2.json'))
    const lost = await project.vitest(merge, env)
    expect(lost.exitCode).toBe(1)
    expect(lost.output).toMatch(/status +FAIL \(the run failed: see note\)/)
  })
})
