import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import type { Report } from '../../schemas/generated/report.ts'
import { configFile, goldenProject, numbered } from '../support/golden-project.ts'
import { test as base } from '../support/project.ts'
import { scriptedModels } from '../support/scripted-models.ts'

// The limit is wide: how long a scripted reply takes must decide nothing here.
// The default judgement is an assertion.
const goldens = goldenProject(
  { set: numbered(3) },
  { aios: 'regression: 100', test: 'expect: { requireAssertions: true }' },
)

async function answering() {
  const server = await scriptedModels(['big', 'small'], (question) => `About ${question}`)
  return { server, env: { AIOS_BACKEND: 'live', AIOS_BASE_URL: server.url } }
}

const names = ['__proto__', 'constructor', '../../a\nb', 'Set A', 'set-a', 'SET a!', ' ', '\u{1f642}']

const test = base
  .extend('unjudged', { scope: 'file' }, async ({ newProject }, { onCleanup }) => {
    const { server, env } = await answering()
    onCleanup(() => server.close())
    const project = await newProject()
    const suite = (set: string, each: string) => ({
      [`goldens/${set}.golden.test.ts`]: `import { describeGoldens, expect } from 'vitest-aios'
  describeGoldens('${set}', './${set}.json', { each: ${each} })
  `,
    })
    await project.write(goldenProject({ unasked: numbered(3), unawaited: numbered(3) }, { aios: 'regression: 100' }))
    await project.vitest(['run', 'goldens', '-u'], env)
    await project.write({
      ...suite(
        'unasked',
        "async ({ golden, ask }) => { if (golden.id !== 'g0') expect(await ask(golden)).toAnswer(golden) }",
      ),
      // The last one waits, so that the replies to the others come while the suite still runs.
      ...suite(
        'unawaited',
        "async ({ golden, ask }) => { const reply = ask(golden); if (golden.id === 'g2') await reply }",
      ),
    })
    const run = await project.vitest(['run', 'goldens'], env)
    return { ...run, report: JSON.parse(await project.read('.aios/last_report.json')) as Report }
  })
  /** A recording of sets with such names, and its replay after a Windows editor saved each file. */
  .extend('replayed', { scope: 'file' }, async ({ newProject }, { onCleanup }) => {
    const { server, env } = await answering()
    onCleanup(() => server.close())
    const project = await newProject()
    await project.write({
      ...goldens,
      'goldens/set.json': JSON.stringify(
        ['__proto__', 'toString', 'a > b', '%s $x'].map((id, index) => ({ id, question: `${index}?`, trait: id })),
      ),
      'goldens/set.golden.test.ts': `import { describeGoldens } from 'vitest-aios'
  for (const name of ${JSON.stringify(names)}) describeGoldens(name, './set.json')
  `,
    })
    const recorded = await project.vitest(['run', 'goldens'], { ...env, AIOS_RECORD: '1' })
    const baseline = await project.read('goldens/baseline.json')
    const cassettes = (await readdir(join(project.dir, 'goldens/cassettes'))).map((name) => `goldens/cassettes/${name}`)
    for (const file of ['goldens/set.json', 'goldens/baseline.json', ...cassettes]) {
      const text = await project.read(file)
      await project.write({ [file]: `\uFEFF${text.replaceAll('\n', '\r\n')}\r\n` })
    }
    const run = await project.vitest(['run', 'goldens'], { AIOS_BACKEND: 'replay', CI: 'true' })
    return { ...run, recorded, baseline, cassettes }
  })

describe('a golden that was not judged fails the run', () => {
  const statusOf = ({ sets }: Report, name: string) => sets.find(({ set }) => set === name)?.status

  test('because `each` returns without asking', ({ unjudged: { output, exitCode, report } }) => {
    expect(output).toMatch(/✓ goldens\/unasked\.golden\.test\.ts \(3 tests\)/)
    expect(output).toMatch(/goldens +unasked +2\/3 pass, 1 could not be measured/)
    expect(exitCode).toBe(1)
    expect(report.status).toBe('fail')
    expect(statusOf(report, 'unasked')).toBe('fail')
  })

  test('because its reply is not awaited', ({ unjudged: { output, exitCode, report } }) => {
    expect(output).toContain('aios: the test ended before its reply came. Is an await missing?')
    expect(exitCode).toBe(1)
    expect(statusOf(report, 'unawaited')).toBe('fail')
  })
})

describe('aios() listed twice', () => {
  const twice = (second: string) =>
    configFile({ test: 'projects: [{ extends: true, test: { name: "a" } }]' }).replace(
      'plugins: [',
      `plugins: [aios({ models: { main_model: 'big', embedder: 'small' }, ${second} }), `,
    )

  test('with the same options is one run with one report', async ({ project, onTestFinished }) => {
    const { server, env } = await answering()
    onTestFinished(() => server.close())
    await project.write({ ...goldens, 'vitest.config.ts': twice('') })

    const run = await project.vitest(['run', 'goldens'], env)
    expect(run.exitCode).toBe(0)
    expect(run.output.match(/status {5}PASS/g)).toHaveLength(1)
    expect((await project.events()).filter((event) => event['event_type'] === 'run')).toHaveLength(1)
  })

  test('with different options is an error', async ({ project, onTestFinished }) => {
    const { server, env } = await answering()
    onTestFinished(() => server.close())
    await project.write({ ...goldens, 'vitest.config.ts': twice('regression: 9') })

    const run = await project.vitest(['run', 'goldens'], env)
    expect(run.output).toContain('aios({ ... }) is listed more than once for a project, with different options')
    expect(run.exitCode).toBe(1)
    expect(server.asked()).toEqual([])
  })
})

describe('recordings', () => {
  test('separate sets and goldens with names such as `__proto__`', ({ replayed: { recorded, output, baseline } }) => {
    expect(recorded.exitCode, recorded.output).toBe(0)
    expect(output).toContain('Tests  32 passed (32)')
    const { sets } = JSON.parse(baseline) as { sets: Record<string, object> }
    expect(Object.keys(sets).sort()).toEqual([...names].sort())
  })

  test('are read as Windows editors save them', ({ replayed: { output, exitCode, cassettes } }) => {
    expect(cassettes.length).toBeGreaterThan(0)
    expect(output).toMatch(/goldens +Set A +4\/4 pass/)
    expect(exitCode).toBe(0)
  })
})
