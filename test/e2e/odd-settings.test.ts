import { describe, expect } from 'vitest'
import { configFile, goldenProject, numbered } from '../support/golden-project.ts'
import { test, type Project } from '../support/project.ts'
import { scriptedModels } from '../support/scripted-models.ts'

// The limit is wide: how long a scripted reply takes must decide nothing here.
const goldens = goldenProject({ set: numbered(3) }, { aios: 'regression: 100' })

async function answering() {
  const server = await scriptedModels(['big', 'small'], (question) => `About ${question}`)
  return { server, env: { AIOS_BACKEND: 'live', AIOS_BASE_URL: server.url } }
}

/** The project with a suite whose `each` is `body`, a function of `golden` and `ask`. */
const suite = (body: string) => ({
  ...goldens,
  'goldens/set.golden.test.ts': `import { describeGoldens, expect } from 'vitest-aios'
describeGoldens('set', './set.json', { each: ${body} })
`,
})

async function status(project: Project): Promise<unknown> {
  return (JSON.parse(await project.read('.aios/last_report.json')) as { status: unknown }).status
}

describe('a golden that was not judged fails the run, though every test passes', () => {
  test('because `each` returns without asking', async ({ project, onTestFinished }) => {
    const { server, env } = await answering()
    onTestFinished(() => server.close())
    await project.write(goldens)
    await project.vitest(['run', 'goldens', '-u'], env)
    await project.write(
      suite("async ({ golden, ask }) => { if (golden.id !== 'g0') expect(await ask(golden)).toAnswer(golden) }"),
    )

    const run = await project.vitest(['run', 'goldens'], env)
    expect(run.output).toContain('Tests  3 passed (3)')
    expect(run.output).toContain('goldens    set  2/3 pass, 1 could not be measured')
    expect(run.exitCode).toBe(1)
    expect(await status(project)).toBe('fail')
  })

  test('because its reply is not awaited', async ({ project, onTestFinished }) => {
    const { server, env } = await answering()
    onTestFinished(() => server.close())
    await project.write(goldens)
    await project.vitest(['run', 'goldens', '-u'], env)
    // The last one waits, so that the replies to the others come while the suite still runs.
    await project.write(
      suite(`async ({ golden, ask }) => {
        const reply = ask(golden)
        if (golden.id === 'g2') await reply
      }`),
    )

    const run = await project.vitest(['run', 'goldens'], env)
    expect(run.output).toContain('aios: the test ended before its reply came. Is an await missing?')
    expect(run.exitCode).toBe(1)
    expect(await status(project)).toBe('fail')
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

test('separates sets and goldens with names such as `__proto__`', async ({ project, onTestFinished }) => {
  const { server, env } = await answering()
  onTestFinished(() => server.close())
  const names = ['__proto__', 'constructor', '../../a\nb', 'Set A', 'set-a', 'SET a!', ' ', '\u{1f642}']
  await project.write({
    ...goldens,
    'goldens/set.json': JSON.stringify(
      ['__proto__', 'toString', 'a > b', '%s $x'].map((id, index) => ({ id, question: `${index}?`, trait: id })),
    ),
    'goldens/set.golden.test.ts': `import { describeGoldens } from 'vitest-aios'
for (const name of ${JSON.stringify(names)}) describeGoldens(name, './set.json')
`,
  })

  expect((await project.vitest(['run', 'goldens'], { ...env, AIOS_RECORD: '1' })).exitCode).toBe(0)
  const replayed = await project.vitest(['run', 'goldens'], { AIOS_BACKEND: 'replay', CI: 'true' })
  expect(replayed.output).toContain('Tests  32 passed (32)')
  expect(replayed.exitCode).toBe(0)
  const { sets } = JSON.parse(await project.read('goldens/baseline.json')) as { sets: Record<string, object> }
  expect(Object.keys(sets).sort()).toEqual([...names].sort())
})

test('files that Windows editors saved are read as they are', async ({ project, onTestFinished }) => {
  const { server, env } = await answering()
  onTestFinished(() => server.close())
  await project.write(goldens)
  await project.vitest(['run', 'goldens'], { ...env, AIOS_RECORD: '1' })
  for (const file of ['goldens/set.json', 'goldens/baseline.json', 'goldens/cassettes/set.ndjson']) {
    const text = await project.read(file)
    await project.write({ [file]: `\uFEFF${text.replaceAll('\n', '\r\n')}\r\n` })
  }

  const run = await project.vitest(['run', 'goldens'], { AIOS_BACKEND: 'replay', CI: 'true' })
  expect(run.output).toContain('goldens    set  3/3 pass')
  expect(run.exitCode).toBe(0)
})
