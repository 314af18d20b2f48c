// The fixed cost of a run: ten goldens with the plugin, beside plain Vitest that streams the same calls with `openai`.
import { withModelServer } from './model-server.ts'
import { added, sideBySide } from './sides.ts'
import { plainProject, pluginProject } from './suites.ts'
import { printFindings, printSides } from './table.ts'

await withModelServer(0, async (baseUrl) => {
  const load = { goldens: 10, slots: 8, baseUrl }
  const project = pluginProject(load)
  const [aios, plain] = await sideBySide(
    [
      { name: 'vitest-aios', command: project.run(), reset: project.forget },
      { name: 'plain Vitest, streamed', command: plainProject(load).run() },
    ],
    15,
  )
  printSides('10 goldens, no latency, 8 at a time', [aios, plain])
  printFindings(
    (['wall', 'cpu'] as const).map((of) => ({
      what: `fixed cost of 10 goldens over plain Vitest, ${of === 'wall' ? 'wall' : 'user+sys'}`,
      value: added(aios, plain, of),
      goal: { atMost: of === 'wall' ? 200 : 250 },
      unit: ' ms',
      from: 'median of the differences in 15 rounds',
    })),
  )
})
