import { describe, expect } from 'vitest'
import { goldenProject, numbered } from '../support/golden-project.ts'
import { test } from '../support/project.ts'
import { scriptedModels } from '../support/scripted-models.ts'

const objectives = 'slo: { passRate: 0.9, p95Ms: 20_000, boundaryDrift: 0.08 }, regression: 100'

describe('aios slo', () => {
  test('met, violated, and what cannot be told, from the report and from the log', async ({
    project,
    onTestFinished,
  }) => {
    let mute = false
    const server = await scriptedModels(['big', 'small'], (question) =>
      mute && /g[0-3]\?/.test(question) ? ' ' : 'An answer.',
    )
    onTestFinished(() => server.close())
    const env = { AIOS_BACKEND: 'live', AIOS_BASE_URL: server.url }
    await project.write(goldenProject({ set: numbered(10) }, { aios: objectives }))

    const nothing = await project.aios(['slo'])
    expect(nothing.exitCode).toBe(1)
    expect(nothing.output).toContain('cannot tell  <project>/.aios/last_report.json is not there: nothing ran yet')
    expect((await project.aios(['slo', '--since', '24h'])).output).toContain('there is no log in <project>/.aios')

    await project.vitest(['run', 'goldens', '-u'], env)
    const met = await project.aios(['slo'])
    expect(met.exitCode).toBe(0)
    expect(met.output).toMatch(
      /passRate 1 \(at least 0\.9\), n 10: met \(not shown at 95 %: bound 0\.741, needs n = 29\)/,
    )
    expect(met.output).toMatch(/met {2}by the report of 20/)
    expect((await project.aios(['slo', '--since', '24h'])).exitCode).toBe(0)

    mute = true
    await project.vitest(['run', 'goldens'], env)
    const violated = await project.aios(['slo'])
    expect(violated.exitCode).toBe(2)
    expect(violated.output).toContain('passRate 0.6 (at least 0.9), n 10: not met')
    expect((await project.aios(['slo', '--pass-rate', '0.5'])).exitCode).toBe(0)
    // Two runs of ten goldens each: six and ten passed.
    const log = await project.aios(['slo', '--since', '1h', '--pass-rate', '0.8', '--json'])
    expect(log.exitCode).toBe(0)
    expect(JSON.parse(log.output)).toMatchObject({ kind: 'judged', sets: [{ objectives: [{ value: 0.8, n: 20 }] }] })
    expect((await project.aios(['slo', '--since', '1h', '--pass-rate', '0.8', '--confidence', '0.95'])).exitCode).toBe(
      1,
    )
    expect((await project.aios(['slo', '--max-age', '0m'])).output).toContain('is stale')
    expect((await project.aios(['slo', '--ttft-ms', '100'])).output).toContain(
      'compute it from the log with --since 24h',
    )
  })

  test('what is wrong with the question or the files is said', async ({ project }) => {
    await project.write(goldenProject({ set: numbered(1) }))
    for (const [args, words] of [
      [['--pass-rate', '95'], 'passRate must be a share from 0 to 1, such as 0.95; it is 95'],
      [['--p95-ms', 'fast'], 'p95Ms must be milliseconds above 0'],
      [['--since', 'yesterday'], 'It must be a time such as 30m, 24h or 7d.'],
      [['--max-age', '-1d'], 'It must be a time such as 30m, 24h or 7d.'],
    ] as const) {
      const { exitCode, output } = await project.aios(['slo', ...args])
      expect(output).toContain(words)
      expect(exitCode).toBe(1)
    }
    await project.write({ '.aios/last_report.json': '{"schema_version": "2.0", "half' })
    const corrupt = await project.aios(['slo'])
    expect(corrupt.output).toContain('cannot be read')
    expect(corrupt.exitCode).toBe(1)
  })
})
