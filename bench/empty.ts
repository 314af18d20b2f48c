// The overhead of the plugin in a run that does not use it: one trivial test with it and without.
import { sideBySide, typical } from './sides.ts'
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
const added = typical(aios, 'wall') - typical(plain, 'wall')
const cpu = typical(aios, 'cpu') - typical(plain, 'cpu')
printFindings([
  {
    what: 'added to a run that does not use it',
    value: added,
    goal: { atMost: 50 },
    unit: ' ms',
    from: `wall; user+sys ${cpu.toFixed(0)} ms`,
  },
])
