import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { test as base } from '../support/aios-in-turn.ts'
import { configFile, goldenProject, numbered } from '../support/golden-project.ts'
import { copyProject } from '../support/made-once.ts'
import { scriptedModels } from '../support/scripted-models.ts'

const objectives = 'slo: { passRate: 0.9, p95Ms: 20_000, boundaryDrift: 0.08 }, regression: 100'

const FILES = goldenProject(
  { set: numbered(10).map((golden) => ({ ...golden, expect: { contains: 'answer' } })) },
  { aios: objectives },
)

const test = base
  /** A server that gives another reply to a golden where one is set. */
  .extend('models', { scope: 'file' }, async ({}, { onCleanup }) => {
    const instead = new Map<string, string>()
    const server = await scriptedModels(['big', 'small'], (question) => {
      const [, golden = ''] = /number (\w+)\?/.exec(question) ?? []
      return instead.get(golden) ?? 'An answer.'
    })
    onCleanup(() => server.close())
    return { instead, env: { AIOS_BACKEND: 'live', AIOS_BASE_URL: server.url } }
  })
  .extend('recording', { scope: 'file' }, async ({ newProject, models: { env } }) => {
    const project = await newProject()
    await project.write(FILES)
    await project.vitest(['run', 'goldens', '-u'], env)
    return project
  })
  /** A project after its first run, in which all ten goldens passed. */
  .extend('recorded', async ({ project, recording, models: { instead } }) => {
    instead.clear()
    await copyProject(recording.dir, project)
    return project
  })

describe('aios slo', () => {
  test('says where there was no run yet', async ({ project }) => {
    await project.write(FILES)
    const nothing = await project.aios(['slo'])
    expect(nothing.exitCode).toBe(1)
    expect(nothing.output).toContain(
      'cannot tell  <project>/.aios/last_report.json does not exist: there was no run yet',
    )
    expect((await project.aios(['slo', '--since', '24h'])).output).toContain('there is no log in <project>/.aios')
  })

  test(
    'prints met, violated and inconclusive, from the report and from the log',
    { timeout: 120_000 },
    async ({ recorded: project, models: { instead, env } }) => {
      const met = await project.aios(['slo'])
      expect(met.exitCode).toBe(0)
      expect(met.output).toMatch(
        /passRate 1 \(at least 0\.9\), n 10: met \(not shown at 95 %: bound 0\.741, needs n = 29\)/,
      )
      expect(met.output).toMatch(/met {2}according to the report of 20\d\d-\d\d-\d\d \d\d:\d\d UTC$/m)
      expect((await project.aios(['slo', '--since', '24h'])).exitCode).toBe(0)

      for (const golden of ['g0', 'g1', 'g2', 'g3']) instead.set(golden, 'A mistake.')
      await project.vitest(['run', 'goldens'], env)
      const violated = await project.aios(['slo'])
      expect(violated.exitCode).toBe(2)
      expect(violated.output).toContain('passRate 0.6 (at least 0.9), n 10: not met')
      for (const args of [['slo'], ['slo', '--since', '1h']]) {
        const [, next = ''] = /^-> look at the replies: npx aios (.*)$/m.exec((await project.aios(args)).output) ?? []
        const { output } = await project.aios([...next.split(' '), '--csv'])
        expect(output.match(/A mistake\./g), next).toHaveLength(4)
      }
      expect((await project.aios(['slo', '--p95-ms', '0.001', '--pass-rate', '0.5'])).output).toContain(
        '-> look at the slowest replies: npx aios dashboard',
      )
      expect((await project.aios(['slo', '--pass-rate', '0.5'])).exitCode).toBe(0)
      // Two runs of ten goldens each: six and ten passed.
      const log = await project.aios(['slo', '--since', '1h', '--pass-rate', '0.8', '--json'])
      expect(log.exitCode).toBe(0)
      expect(JSON.parse(log.output)).toMatchObject({ kind: 'judged', sets: [{ objectives: [{ value: 0.8, n: 20 }] }] })
      expect(
        (await project.aios(['slo', '--since', '1h', '--pass-rate', '0.8', '--confidence', '0.95'])).exitCode,
      ).toBe(1)
      expect((await project.aios(['slo', '--max-age', '0m'])).output).toContain('is too old')
      expect((await project.aios(['slo', '--ttft-ms', '100'])).output).toContain(
        'compute it from the log with --since 24h',
      )
    },
  )

  test('names the problem of the options or the files', async ({ project }) => {
    // Without a config, which each command would load with Vite.
    const env = { AIOS_MAIN_MODEL: 'big', AIOS_EMBEDDER: 'small' }
    for (const [args, words] of [
      [['--pass-rate', '95'], '--pass-rate must be a number from 0 to 1, got 95'],
      [['--pass-rate', ''], "argument '' is invalid. It must be a number."],
      [['--pass-rate', '0x1'], 'It must be a number.'],
      [['--p95-ms', 'fast'], "argument 'fast' is invalid. It must be a number."],
      [['--p95-ms', '-3'], '--p95-ms must be a number of milliseconds above 0 and at most 86400000, got -3'],
      [['--since', 'yesterday'], 'It must be a time such as 24h, 7d or 2026-01-31T12:00:00Z.'],
      [['--max-age', '-1d'], 'It must be a time such as 30m, 24h or 7d.'],
    ] as const) {
      const { exitCode, output } = await project.aios(['slo', ...args], env)
      expect(output).toContain(words)
      expect(exitCode).toBe(1)
    }
    await project.write({ '.aios/last_report.json': '{"schema_version": "2.0", "half' })
    const corrupt = await project.aios(['slo'], env)
    expect(corrupt.output).toContain('cannot be read')
    expect(corrupt.exitCode).toBe(1)
  })

  test('judges the objectives of a suite from the log', async ({ project, models: { instead, env } }) => {
    instead.clear()
    instead.set('strict0', ' ').set('lax0', ' ')
    await project.write({
      ...goldenProject(
        { strict: numbered(4, 'strict'), lax: numbered(4, 'lax') },
        { aios: objectives, test: 'isolate: false' },
      ),
      'goldens/lax.golden.test.ts': `import { describeGoldens } from 'vitest-aios'
describeGoldens('lax', './lax.json', { slo: { passRate: 0.5 } })
`,
    })
    await project.vitest(['run', 'goldens', '-u'], env)
    for (const args of [['slo'], ['slo', '--since', '1h']]) {
      const { exitCode, output } = await project.aios([...args, '--json'])
      expect(exitCode).toBe(2)
      expect(verdicts(output)).toEqual({ lax: 'pass', strict: 'fail' })
    }
    expect((await project.aios(['slo', '--since', '1h', '--pass-rate', '0.7'])).exitCode).toBe(0)
  })

  test('does not pass after a part of a set, or with a server that is down', async ({
    recorded: project,
    models: { env },
  }) => {
    await project.vitest(['run', 'goldens'], env)
    await project.vitest(['run', 'goldens', '-t', 'g1'], env)
    const part = await project.aios(['slo', '--pass-rate', '0.7'])
    expect(part.exitCode).toBe(1)
    expect(part.output).toContain('only 1 of 10 goldens ran')
    expect(part.output).toMatch(
      /cannot tell {2}according to the report of 20.* UTC\n-> run all goldens: npx vitest run goldens$/m,
    )
    const complete = /the last complete run of "set" was at 20.* UTC and passed; its comparison with the baseline: pass/
    expect(part.output).toMatch(complete)
    const status = await project.aios(['status'])
    expect(status.output.replaceAll(/\n +/g, ' ')).toMatch(complete)
    expect(status.output).toMatch(/set: 1\/1 pass, only 1 of 10 ran\n +-> run all goldens: npx vitest run goldens$/m)

    await project.vitest(['run', 'goldens'], { ...env, AIOS_BASE_URL: 'http://127.0.0.1:9/v1' })
    const lost = await project.aios(['slo', '--error-rate', '0.5'])
    expect(lost.output).toMatch(
      /no golden was asked in the run of 20.*\n *-> find the cause: npx aios doctor, then: npx vitest run goldens/,
    )
    expect(lost.exitCode).toBe(1)
  })

  test('keeps the verdict of the last complete run after a part of it', async ({
    recorded: project,
    models: { instead, env },
  }) => {
    instead.set('g3', ' ')
    await project.vitest(['run', 'goldens'], env)
    instead.clear()
    await project.vitest(['run', 'goldens', '-t', 'g1'], env)
    const complete = /the last complete run of "set" was at 20.* UTC and failed: 1 new failure: g3/
    for (const command of ['slo', 'status'])
      expect((await project.aios([command])).output.replaceAll(/\n +/g, ' ')).toMatch(complete)
  })

  test('says why a run with met objectives failed', async ({ recorded: project, models: { instead, env } }) => {
    instead.set('g3', ' ')
    await project.vitest(['run', 'goldens'], env)
    const { exitCode, output } = await project.aios(['slo'])
    expect(output).toContain('note: the objectives are met, but the run failed: set: 1 new failure: g3\n')
    expect(exitCode).toBe(0)
    // The status names it under the run.
    const status = await project.aios(['status'])
    expect(status.output).toMatch(/^last run .*FAIL.*\n +set: 1 new failure: g3/m)
    expect(status.output.split('1 new failure: g3')).toHaveLength(2)
  })

  test('is inconclusive without objectives; escapes hostile ids, and reports a damaged log', async ({
    project,
    models: { instead, env },
  }) => {
    instead.clear()
    const name = String.raw`evil\u001b[2J\u202eset`
    await project.write({
      ...goldenProject({ evil: numbered(2) }),
      'goldens/evil.golden.test.ts': `import { describeGoldens } from 'vitest-aios'
describeGoldens("${name}", './evil.json')
`,
    })
    await project.vitest(['run', 'goldens', '-u'], env)
    for (const args of [['slo'], ['slo', '--since', '1h'], ['slo', '--since', '1h', '--confidence', '0.9']]) {
      const { exitCode, output } = await project.aios(args)
      expect(output).toContain('no objective is set')
      expect(exitCode).toBe(1)
    }
    expect((await project.aios(['slo', '--confidence', '0.9'])).output).toContain('--confidence requires --since')

    await project.write({
      'vitest.config.ts': configFile({ aios: objectives }),
      '.aios/provenance.0.ndjson.gz': 'no archive',
      '.aios/provenance.ndjson': `${await project.read('.aios/provenance.ndjson')}{"torn`,
    })
    // Unreadable events may be failures, so a pass is not shown, but a violation is.
    const unread = await project.aios(['slo', '--since', '1h'])
    expect(unread.exitCode).toBe(1)
    expect(unread.output).toContain('provenance.0.ndjson.gz cannot be read to its end: incorrect header check')
    expect((await project.aios(['slo', '--since', '1h', '--p95-ms', '0.001'])).exitCode).toBe(2)
    await rm(join(project.dir, '.aios/provenance.0.ndjson.gz'))
    for (const args of [
      ['slo', '--pass-rate', '0.9'],
      ['slo', '--since', '1h'],
    ]) {
      const { exitCode, output } = await project.aios(args)
      expect(exitCode).toBe(0)
      expect(output).toContain('evil')
      expect(output).not.toMatch(/[\u001b\u202e]/)
      if (args.includes('--since')) expect(output).toContain('note: left out: 1 damaged line')
    }
    const ahead = new Date(Date.now() + 86_400_000).toISOString()
    const later = await project.aios(['slo', '--since', ahead])
    expect(later.output).toContain(`nothing was measured since ${ahead}`)
    expect(later.exitCode).toBe(1)
    const report = JSON.parse(await project.read('.aios/last_report.json')) as object
    await project.write({ '.aios/last_report.json': JSON.stringify({ ...report, ts: ahead }) })
    expect(await project.aios(['slo'])).toMatchObject({
      exitCode: 1,
      output: expect.stringContaining('is dated after now'),
    })
    await project.write({ '.aios/last_report.json': '{}' })
    const other = await project.aios(['slo'])
    expect(other).toMatchObject({ exitCode: 1, output: expect.stringContaining('is not a report of this version') })
  })
})

function verdicts(json: string): Record<string, string> {
  const { sets } = JSON.parse(json) as { sets: { set: string; verdict: string }[] }
  return Object.fromEntries(sets.map(({ set, verdict }) => [set, verdict]))
}
