// Peak memory of all processes of a run with 5,000 goldens, the plugin beside plain Vitest with `openai`.
import { withModelServer } from './model-server.ts'
import { ratio, sideBySide } from './sides.ts'
import { plainProject, pluginProject } from './suites.ts'
import { printFindings, printSides } from './table.ts'

await withModelServer(0, async (baseUrl) => {
  const load = { goldens: 5_000, slots: 8, baseUrl }
  const project = pluginProject(load)
  const [aios, plain] = await sideBySide(
    [
      { name: 'vitest-aios', command: project.run(), reset: project.forget },
      { name: 'plain Vitest, streamed', command: plainProject(load).run() },
    ],
    5,
    { memory: true },
  )
  printSides('5,000 goldens, no latency, 8 at a time', [aios, plain])
  printFindings([
    {
      what: 'peak memory at 5,000 goldens beside plain Vitest',
      value: ratio(aios, plain, 'peak'),
      goal: { atMost: 0.85 },
      unit: 'x',
      from: 'resident memory of the process tree',
    },
  ])
})
