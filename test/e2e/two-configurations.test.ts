import { describe, expect } from 'vitest'
import { configFile, numbered } from '../support/golden-project.ts'
import { test } from '../support/project.ts'
import { scriptedModels } from '../support/scripted-models.ts'

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** A suite that compares the plugin's models with a candidate. */
function upgrade(candidate: string, tolerance = 0.5): Record<string, string> {
  return {
    'vitest.config.ts': configFile({ aios: `repeats: 3, regression: { tolerance: ${tolerance}, quality: 0.2 }` }),
    'goldens/set.json': JSON.stringify(numbered(12).map((golden) => ({ ...golden, expect: { contains: 'answer' } }))),
    ...suite('upgrade', candidate),
  }
}

const suite = (name: string, candidate: string) => ({
  [`goldens/${name}.golden.test.ts`]: `import { describeGoldens } from 'vitest-aios'
describeGoldens('${name}', './set.json', { compare: { candidate: ${candidate} } })
`,
})

describe('two configurations', () => {
  test('are asked in turns, and get one verdict on the candidate', async ({ project, onTestFinished }) => {
    const server = await scriptedModels(['small', 'slow'], async (_question, { model }) => {
      await wait(model === 'slow' ? 60 : 15)
      return 'An answer.'
    })
    onTestFinished(() => server.close())
    await project.write(upgrade(`{ name: 'slower', models: { embedder: 'slow' } }`))
    const run = await project.vitest(['run', 'goldens'], {
      AIOS_BACKEND: 'live',
      AIOS_BASE_URL: server.url,
      AIOS_MAIN_MODEL: 'small',
      AIOS_EMBEDDER: 'small',
    })

    const asked = server.asked().map(({ model }) => model)
    expect(asked.filter((model) => model === 'small')).toHaveLength(36)
    expect(asked.filter((model) => model === 'slow')).toHaveLength(36)
    // Never more than two in a row of the same: who comes first changes from golden to golden.
    expect(asked.join(' ')).not.toMatch(/(small small small|slow slow slow)/)
    expect(run.output).toMatch(/latency .*fail/)
    expect(run.output).toContain('current')
    expect(run.output).toContain('slower')
    expect(run.exitCode).toBe(1)
    const events = await project.events()
    expect(new Set(events.map((event) => event['configuration']))).toEqual(new Set(['current', 'slower', undefined]))
    expect(project.exists('goldens/baseline.json')).toBe(false)
  })

  test('compares a prompt too, and -u does not record it as the baseline', async ({ project, onTestFinished }) => {
    const server = await scriptedModels(['big', 'small'], () => 'An answer.')
    onTestFinished(() => server.close())
    await project.write(upgrade(`{ name: 'polite', prompt: 'Be polite.' }`, 100))
    const run = await project.vitest(['run', 'goldens', '-u'], { AIOS_BACKEND: 'live', AIOS_BASE_URL: server.url })

    expect(run.output).toContain('polite')
    expect(run.exitCode).toBe(0)
    expect(project.exists('goldens/baseline.json')).toBe(false)
  })

  test('a golden that only the candidate misses is named, the error of a configuration before a question is asked', async ({
    project,
    onTestFinished,
  }) => {
    const server = await scriptedModels(['big', 'small', 'other'], (question, { model }) =>
      model === 'other' && !question.includes('g3') ? 'A mistake.' : 'An answer.',
    )
    onTestFinished(() => server.close())
    await project.write({
      ...upgrade(`{ name: 'wrong', models: { main_model: 'other', embedder: 'other' } }`),
      ...suite('invalid', `{ name: 'current', sampling: { temprature: 1 }, models: { embedder: '' } }`),
    })
    const run = await project.vitest(['run', 'goldens'], { AIOS_BACKEND: 'live', AIOS_BASE_URL: server.url })

    expect(run.exitCode).toBe(1)
    expect(run.output).toMatch(/pass rate 100 -> 8.3 %/)
    expect(run.output).toMatch(/Broke: +g0, g1, g2, g4/)
    expect(run.output).toContain('unknown option "sampling.temprature"; did you mean "temperature"?')
    expect(run.output).toContain('"models.embedder" must be a non-empty string, got ""')
    expect(run.output).toContain('both configurations are called "current": name them apart')
    expect(run.output).toMatch(/FAIL +goldens\/invalid\.golden\.test\.ts/)
    expect(run.output).toMatch(/FAIL +goldens\/upgrade\.golden\.test\.ts/)
    expect(server.asked()).toHaveLength(2 * 3 * 12)
  })
})
