import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { goldenProject, numbered } from '../support/golden-project.ts'
import { test } from '../support/project.ts'
import { scriptedModels } from '../support/scripted-models.ts'

const objectives = 'slo: { passRate: 0.9, p95Ms: 20_000, boundaryDrift: 0.08 }, regression: 100'

describe('aios slo', () => {
  test(
    'prints met, violated and inconclusive, from the report and from the log',
    { timeout: 120_000 },
    async ({ project, onTestFinished }) => {
      let wrong = false
      const server = await scriptedModels(['big', 'small'], (question) =>
        wrong && /g[0-3]\?/.test(question) ? 'A mistake.' : 'An answer.',
      )
      onTestFinished(() => server.close())
      const env = { AIOS_BACKEND: 'live', AIOS_BASE_URL: server.url }
      const goldens = numbered(10).map((golden) => ({ ...golden, expect: { contains: 'answer' } }))
      await project.write(goldenProject({ set: goldens }, { aios: objectives }))

      const nothing = await project.aios(['slo'])
      expect(nothing.exitCode).toBe(1)
      expect(nothing.output).toContain(
        'cannot tell  <project>/.aios/last_report.json does not exist: there was no run yet',
      )
      expect((await project.aios(['slo', '--since', '24h'])).output).toContain('there is no log in <project>/.aios')

      await project.vitest(['run', 'goldens', '-u'], env)
      const met = await project.aios(['slo'])
      expect(met.exitCode).toBe(0)
      expect(met.output).toMatch(
        /passRate 1 \(at least 0\.9\), n 10: met \(not shown at 95 %: bound 0\.741, needs n = 29\)/,
      )
      expect(met.output).toMatch(/met {2}by the report of 20/)
      expect((await project.aios(['slo', '--since', '24h'])).exitCode).toBe(0)

      wrong = true
      await project.vitest(['run', 'goldens'], env)
      const violated = await project.aios(['slo'])
      expect(violated.exitCode).toBe(2)
      expect(violated.output).toContain('passRate 0.6 (at least 0.9), n 10: not met')
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

  test('judges the objectives of a suite from the log; a part of a set and a dead server do not pass', async ({
    project,
  }) => {
    const server = await scriptedModels(['big', 'small'], (question) => (question.includes('g0?') ? ' ' : 'An answer.'))
    const env = { AIOS_BACKEND: 'live', AIOS_BASE_URL: server.url }
    await project.write({
      ...goldenProject({ strict: numbered(4), lax: numbered(4) }, { aios: objectives }),
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

    await project.vitest(['run', 'goldens', '-t', 'g1'], env)
    const part = await project.aios(['slo', '--pass-rate', '0.7'])
    expect(part.exitCode).toBe(1)
    expect(part.output).toContain('only 1 of 4 goldens ran')
    expect(part.output).toMatch(/cannot tell {2}by the report of 20.*\n-> run the whole set again/)

    await server.close()
    await project.vitest(['run', 'goldens'], env)
    const lost = await project.aios(['slo', '--error-rate', '0.5'])
    expect(lost.output).toMatch(
      /no golden was asked in the run of 20.*\n *-> find the cause: npx aios doctor, then npx vitest run goldens/,
    )
    expect(lost.exitCode).toBe(1)
  })

  test('says that a run with met objectives failed for another reason', async ({ project, onTestFinished }) => {
    let muted = ''
    const server = await scriptedModels(['big', 'small'], (question) =>
      muted !== '' && question.includes(muted) ? ' ' : 'An answer.',
    )
    onTestFinished(() => server.close())
    const env = { AIOS_BACKEND: 'live', AIOS_BASE_URL: server.url }
    await project.write(goldenProject({ set: numbered(10) }, { aios: objectives }))
    await project.vitest(['run', 'goldens', '-u'], env)
    muted = 'g3?'
    await project.vitest(['run', 'goldens'], env)
    const { exitCode, output } = await project.aios(['slo'])
    expect(output).toContain('note: the objectives are met, but the run failed for another reason')
    expect(exitCode).toBe(0)
  })

  test('escapes hostile ids, and reports a damaged log', async ({ project, onTestFinished }) => {
    const server = await scriptedModels(['big', 'small'], () => 'An answer.')
    onTestFinished(() => server.close())
    const env = { AIOS_BACKEND: 'live', AIOS_BASE_URL: server.url }
    const name = String.raw`evil\u001b[2J\u202eset`
    await project.write({
      ...goldenProject({ evil: numbered(2) }, { aios: objectives }),
      'goldens/evil.golden.test.ts': `import { describeGoldens } from 'vitest-aios'
describeGoldens("${name}", './evil.json')
`,
    })
    await project.vitest(['run', 'goldens', '-u'], env)
    await project.write({
      '.aios/provenance.0.ndjson.gz': 'no archive',
      '.aios/provenance.ndjson': `${await project.read('.aios/provenance.ndjson')}{"torn`,
    })
    // Unreadable events may be failures, so a pass is not shown, but a violation is.
    const unread = await project.aios(['slo', '--since', '1h'])
    expect(unread.exitCode).toBe(1)
    expect(unread.output).toContain('provenance.0.ndjson.gz cannot be read to its end: incorrect header check')
    expect((await project.aios(['slo', '--since', '1h', '--p95-ms', '0.001'])).exitCode).toBe(2)
    await rm(join(project.dir, '.aios/provenance.0.ndjson.gz'))
    for (const args of [['slo'], ['slo', '--since', '1h']]) {
      const { exitCode, output } = await project.aios(args)
      expect(exitCode).toBe(0)
      expect(output).toContain('evil')
      expect(output).not.toMatch(/[\u001b\u202e]/)
      if (args.length > 1) expect(output).toContain('note: left out: 1 damaged line')
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

  test('is inconclusive without objectives', async ({ project, onTestFinished }) => {
    const server = await scriptedModels(['big', 'small'], () => 'An answer.')
    onTestFinished(() => server.close())
    await project.write(goldenProject({ set: numbered(1) }))
    await project.vitest(['run', 'goldens', '-u'], { AIOS_BACKEND: 'live', AIOS_BASE_URL: server.url })
    for (const args of [['slo'], ['slo', '--since', '1h'], ['slo', '--since', '1h', '--confidence', '0.9']]) {
      const { exitCode, output } = await project.aios(args)
      expect(output).toContain('no objective is set')
      expect(exitCode).toBe(1)
    }
    expect((await project.aios(['slo', '--confidence', '0.9'])).output).toContain('--confidence requires --since')
  })
})

function verdicts(json: string): Record<string, string> {
  const { sets } = JSON.parse(json) as { sets: { set: string; verdict: string }[] }
  return Object.fromEntries(sets.map(({ set, verdict }) => [set, verdict]))
}
