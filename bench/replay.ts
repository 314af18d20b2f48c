// Replay of 1,000 goldens beside plain Vitest with only the matchers.
import { measure } from './measure.ts'
import { withModelServer } from './model-server.ts'
import { ratio, sideBySide } from './sides.ts'
import { matcherProject, pluginProject } from './suites.ts'
import { printFindings, printSides } from './table.ts'

await withModelServer(0, async (baseUrl) => {
  const project = pluginProject({ goldens: 1_000, slots: 1, baseUrl })
  await measure(project.run({ AIOS_RECORD: '1' }))
  const [aios, plain] = await sideBySide(
    [
      { name: 'vitest-aios, replayed', command: project.run({ AIOS_BACKEND: 'replay' }), reset: project.forget },
      { name: 'plain Vitest, matchers alone', command: matcherProject(1_000).run() },
    ],
    9,
  )
  printSides('1,000 goldens replayed from a recording', [aios, plain])
  printFindings([
    {
      what: 'replay of 1,000 goldens beside the matchers alone',
      value: ratio(aios, plain, 'wall'),
      goal: { atMost: 1.15 },
      unit: 'x',
      from: `wall; user+sys ${ratio(aios, plain, 'cpu').toFixed(2)}x`,
    },
  ])
})
