// Time per golden at 20,000 goldens beside 1,000, one request at a time. A set of one golden gives the start-up.
import { withModelServer } from './model-server.ts'
import { sideBySide, typical } from './sides.ts'
import { pluginProject } from './suites.ts'
import { printFindings, printSides } from './table.ts'

const SIZES = [1, 1_000, 20_000] as const

await withModelServer(0, async (baseUrl) => {
  const sides = SIZES.map((goldens) => {
    const project = pluginProject({ goldens, slots: 1, baseUrl })
    return { name: `${goldens} goldens`, command: project.run(), reset: project.forget }
  })
  const measured = await sideBySide(sides, 3)
  printSides('Time per golden as sets grow, no latency, one at a time', measured)
  const [start = NaN, small = NaN, large = NaN] = measured.map((side) => typical(side, 'wall'))
  const bare = (large - start) / 20_000 / ((small - start) / 1_000)
  printFindings([
    {
      what: 'time per golden, 20,000 beside 1,000',
      value: large / 20 / small,
      goal: { atMost: 1.1 },
      unit: 'x',
      from: 'wall',
    },
    {
      what: 'the same without start-up',
      value: bare,
      goal: { atMost: 1.1 },
      unit: 'x',
      from: 'wall less that of one golden',
    },
  ])
})
