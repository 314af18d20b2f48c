import { describe, expect } from 'vitest'
import { goldenProject, numbered } from '../support/golden-project.ts'
import { test } from '../support/project.ts'
import { scriptedModels } from '../support/scripted-models.ts'

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
// Decoding with a temperature, so that repeats are not copies. The margin of the quality is so small that every look leaves
// the quality open and asks for more repeats: how many looks there are depends on no latency.
const options = { aios: "repeats: 'auto', regression: { tolerance: 0.5, quality: 0.02 }, sampling: { temperature: 1 }" }
// Repeats of a golden take turns between these, so far apart that no busy machine hides it: the plan is for many repeats.
const pause = (count: number) => wait(count % 2 === 0 ? 5 : 150)

describe("repeats: 'auto'", () => {
  test('asks three times for a baseline, then until the verdict is clear, and prints the repeats', async ({
    project,
    onTestFinished,
  }) => {
    const server = await scriptedModels(['big', 'small'], async (question, { count }) => {
      await pause(count)
      return `${question} ${count}`
    })
    onTestFinished(() => server.close())
    const env = { AIOS_BACKEND: 'live', AIOS_BASE_URL: server.url }
    await project.write(goldenProject({ set: numbered(10) }, options))

    const first = await project.vitest(['run', 'goldens', '-u'], env)
    expect(first.output).toContain("repeats    auto: 3 of each golden, planned from the baseline's noise")
    expect(server.asked()).toHaveLength(30)

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
    const goldens = numbered(8).map((golden) =>
      golden.id === 'g3' ? { ...golden, expect: { contains: 'answer' } } : golden,
    )
    const asked: string[] = []
    const server = await scriptedModels(['big', 'small'], async (question, { count }) => {
      await pause(count)
      asked.push(question)
      // The first look asks all repeats of a golden one after the other; a later one asks the goldens in turns.
      const again = new Set(asked).size === goldens.length && asked.at(-2) !== question
      return question.includes('g3') && again && asked.filter((each) => each === question).length > 1
        ? `Nothing, ${count}.`
        : `An answer, ${count}.`
    })
    onTestFinished(() => server.close())
    const env = { AIOS_BACKEND: 'live', AIOS_BASE_URL: server.url }
    await project.write(goldenProject({ set: goldens }, options))
    await project.vitest(['run', 'goldens', '-u'], env)

    asked.length = 0
    const run = await project.vitest(['run', 'goldens'], env)
    expect(run.output).toMatch(/golden g3, repeat \d+:/)
    expect(run.exitCode).toBe(1)
  })
})
