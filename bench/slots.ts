// 400 goldens of 200 ms each over 8 slots: compared with the ideal 10 s, and with plain Vitest.
import { repliesIn } from './event-log.ts'
import { withModelServer } from './model-server.ts'
import { median, sideBySide, typical } from './sides.ts'
import { plainProject, pluginProject } from './suites.ts'
import { printFindings, printSides } from './table.ts'

const IDEAL_MS = (400 * 200) / 8

await withModelServer(200, async (baseUrl) => {
  const load = { goldens: 400, slots: 8, baseUrl }
  const project = pluginProject(load)
  const phases: number[] = []
  const [aios, plain] = await sideBySide(
    [
      {
        name: 'vitest-aios',
        command: project.run(),
        reset: project.forget,
        after: () => phases.push(asking(project.dir)),
      },
      { name: 'plain Vitest with openai', command: plainProject(load).run() },
    ],
    5,
  )
  printSides('400 goldens of 200 ms, 8 at a time', [aios, plain])
  printFindings([
    {
      what: '400 goldens of 200 ms over 8 slots',
      value: (100 * IDEAL_MS) / median(phases),
      goal: { atLeast: 99.5 },
      unit: ' %',
      from: `of the ideal 10 s, from the first question to the last reply: median of ${phases.map((ms) => `${(ms / 1_000).toFixed(3)} s`).join(', ')}`,
    },
    {
      what: 'the same for the whole run',
      value: (100 * IDEAL_MS) / typical(aios, 'wall'),
      goal: { atLeast: (100 * IDEAL_MS) / typical(plain, 'wall') - 1 },
      unit: ' %',
      from: 'of the ideal 10 s, start of Vitest included; the goal is the figure of plain Vitest less 1 point',
    },
  ])
})

/** Milliseconds of the run in a folder, from its first question to its last reply. */
function asking(dir: string): number {
  const replies = repliesIn(dir).map(({ ts, timings }) => ({
    at: Date.parse(ts),
    asked: Date.parse(ts) - timings.total_ms,
  }))
  return Math.max(...replies.map(({ at }) => at)) - Math.min(...replies.map(({ asked }) => asked))
}
