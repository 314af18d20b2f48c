import { describe, expect } from 'vitest'
import { goldenProject, numbered } from '../support/golden-project.ts'
import { test } from '../support/project.ts'
import { scriptedModels } from '../support/scripted-models.ts'

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
// Decoding with a temperature, so that repeats are no copies.
const options = { aios: "repeats: 'auto', regression: { tolerance: 0.5, quality: 0.4 }, sampling: { temperature: 1 }" }

describe("repeats: 'auto'", () => {
  test('asks three times for a baseline, then as often as it takes, and says what it spent', async ({
    project,
    onTestFinished,
  }) => {
    let spread = 4
    const server = await scriptedModels(['big', 'small'], async (question, { count }) => {
      await wait(10 + spread * (count % 5))
      return `${question} ${count}`
    })
    onTestFinished(() => server.close())
    const env = { AIOS_BACKEND: 'live', AIOS_BASE_URL: server.url }
    await project.write(goldenProject({ set: numbered(10) }, options))

    const first = await project.vitest(['run', 'goldens', '-u'], env)
    expect(first.output).toContain("repeats    auto: 3 of each golden, planned from the baseline's noise")
    expect(server.asked()).toHaveLength(30)

    spread = 30
    const second = await project.vitest(['run', 'goldens'], env)
    const [, used = '', most = '', look = ''] =
      /auto: (\d+) of at most (\d+) of each golden, done at look (\d) of \d/.exec(second.output) ?? []
    expect(server.asked()).toHaveLength(30 + 10 * Number(used))
    expect(Number(look)).toBeGreaterThan(1)
    expect(Number(used)).toBeLessThanOrEqual(Number(most))
    expect(second.output).toContain('repeats until the verdict is clear')
    expect(second.output).toMatch(/goldens {4}set {2}10\/10 pass/)
  })

  test('a golden that fails in a later repeat is named', async ({ project, onTestFinished }) => {
    let asked = 0
    const server = await scriptedModels(['big', 'small'], async (question, { count }) => {
      asked += question.includes('g3') ? 1 : 0
      // So noisy that the first look decides nothing.
      await wait((count * 7_919) % 11 < 5 ? 75 : 30)
      return question.includes('g3') && asked > 3 + 1 ? ' ' : 'An answer.'
    })
    onTestFinished(() => server.close())
    const env = { AIOS_BACKEND: 'live', AIOS_BASE_URL: server.url }
    await project.write(goldenProject({ set: numbered(8) }, options))
    await project.vitest(['run', 'goldens', '-u'], env)

    const run = await project.vitest(['run', 'goldens'], env)
    expect(run.output).toMatch(/golden g3, repeat \d+:/)
    expect(run.exitCode).toBe(1)
  })
})
