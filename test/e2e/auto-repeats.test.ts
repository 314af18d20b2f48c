import { describe, expect } from 'vitest'
import { goldenProject, numbered } from '../support/golden-project.ts'
import { test as base } from '../support/project.ts'
import { scriptedModels } from '../support/scripted-models.ts'

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
// Decoding with a temperature, so that repeats are not copies. The margin of the quality is so small that every look leaves
// the quality open and asks for more repeats: how many looks there are depends on no latency.
const options = {
  aios: "repeats: 'auto', regression: { tolerance: 0.5, quality: 0.02 }, sampling: { temperature: 1 }",
  // One set after the other, so that neither disturbs the latencies of the other.
  test: 'isolate: false, fileParallelism: false',
}
// Repeats of a golden take turns between these, so far apart that no busy machine hides it: the plan is for many repeats.
const pause = (count: number) => wait(count % 2 === 0 ? 5 : 150)

/** A recording and a run of two sets: all goldens of `right` pass, and g3 of `wrong` fails in a later repeat of the run. */
const test = base.extend('runs', { scope: 'file' }, async ({ newProject }, { onCleanup }) => {
  const asked = { right: [] as string[], wrong: [] as string[] }
  const server = await scriptedModels(['big', 'small'], async (question) => {
    const own = asked[question.includes('right') ? 'right' : 'wrong']
    own.push(question)
    await pause(own.length)
    // The first look asks all repeats of a golden one after the other; a later one asks the goldens in turns.
    const again = new Set(own).size === 8 && own.at(-2) !== question
    return question.includes('wrong3') && again && own.filter((each) => each === question).length > 1
      ? `Nothing, ${own.length}.`
      : `An answer, ${own.length}.`
  })
  onCleanup(() => server.close())
  const env = { AIOS_BACKEND: 'live', AIOS_BASE_URL: server.url }
  const wrong = numbered(8, 'wrong').map((golden) =>
    golden.id === 'wrong3' ? { ...golden, expect: { contains: 'answer' } } : golden,
  )
  const project = await newProject()
  await project.write(goldenProject({ right: numbered(10, 'right'), wrong }, options))
  const runOnce = async (args: string[]) => {
    asked.right.length = 0
    asked.wrong.length = 0
    const result = await project.vitest(['run', 'goldens', ...args], env)
    return { ...result, asked: { right: asked.right.length, wrong: asked.wrong.length } }
  }
  return { first: await runOnce(['-u']), second: await runOnce([]) }
})

/** The part of the summary about a set. */
function partOf(output: string, set: string): string {
  return output.split(/^ goldens +/m).find((part) => part.startsWith(`${set} `)) ?? ''
}

describe("repeats: 'auto'", () => {
  test('asks three times for a baseline, then until the verdict is clear, and prints the repeats', ({
    runs: { first, second },
  }) => {
    expect(partOf(first.output, 'right')).toContain(
      "repeats    auto: 3 of each golden, planned from the baseline's noise",
    )
    expect(first.asked).toEqual({ right: 30, wrong: 24 })

    const part = partOf(second.output, 'right')
    const [, used = '', most = '', look = ''] =
      /auto: (\d+) of at most (\d+) of each golden, done at look (\d) of \d/.exec(part) ?? []
    expect(second.asked.right).toBe(10 * Number(used))
    expect(Number(look)).toBeGreaterThan(1)
    expect(Number(used)).toBeLessThanOrEqual(Number(most))
    expect(second.output).toContain('repeats until the verdict is clear')
    expect(part).toMatch(/^right {2}10\/10 pass/)
  })

  test('a golden that fails in a later repeat is named', ({ runs: { second } }) => {
    expect(second.output).toMatch(/golden wrong3, repeat \d+:/)
    expect(second.output).not.toMatch(/golden right\d, repeat/)
    expect(second.exitCode).toBe(1)
  })
})
