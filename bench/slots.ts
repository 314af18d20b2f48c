// 400 goldens of 200 ms each over 8 slots: compared with the ideal 10 s, and with plain Vitest.
import { withModelServer } from './model-server.ts'
import { median, sideBySide, typical } from './sides.ts'
import { plainProject, pluginProject } from './suites.ts'
import { printFindings, printSides } from './table.ts'

const IDEAL_MS = (400 * 200) / 8

await withModelServer(200, async (baseUrl) => {
  const load = { goldens: 400, slots: 8, baseUrl }
  const project = pluginProject(load)
  const phases: Record<'aios' | 'plain', number[]> = { aios: [], plain: [] }
  /** Milliseconds from the first question to the last answer, as the server saw them since the last call. */
  const phase = async () => ((await (await fetch(`${baseUrl}/phase`)).json()) as { ms: number }).ms
  const [aios, plain] = await sideBySide(
    [
      {
        name: 'vitest-aios',
        command: project.run(),
        reset: () => (project.forget(), phase()),
        after: async () => phases.aios.push(await phase()),
      },
      {
        name: 'plain Vitest with openai',
        command: plainProject(load).run(),
        reset: phase,
        after: async () => phases.plain.push(await phase()),
      },
    ],
    5,
  )
  printSides('400 goldens of 200 ms, 8 at a time', [aios, plain])
  printFindings([
    {
      what: '400 goldens of 200 ms over 8 slots',
      value: (100 * IDEAL_MS) / median(phases.aios),
      goal: { atLeast: 99.5 },
      unit: ' %',
      from: `of the ideal 10 s, from the first question to the last answer; plain ${((100 * IDEAL_MS) / median(phases.plain)).toFixed(1)} %`,
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
