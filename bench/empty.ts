// The overhead of the plugin in a run that does not use it: one trivial test with it and without.
import { added, sideBySide } from './sides.ts'
import { emptyProject } from './suites.ts'
import { printFindings, printSides } from './table.ts'

const [aios, plain] = await sideBySide(
  [
    { name: 'with the plugin', command: emptyProject(true).run() },
    { name: 'without', command: emptyProject(false).run() },
  ],
  15,
)
printSides('One trivial test', [aios, plain])
printFindings([
  {
    what: 'added to a run that does not use it',
    value: added(aios, plain, 'wall'),
    goal: { atMost: 25 },
    unit: ' ms',
    from: `wall, median of the differences in 15 rounds; user+sys ${added(aios, plain, 'cpu').toFixed(0)} ms`,
  },
])
