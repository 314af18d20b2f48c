// Time and memory per golden at 20,000 goldens beside 1,000, 8 requests at a time. A set of one golden gives the start-up.
import { withModelServer } from './model-server.ts'
import { sideBySide, typical } from './sides.ts'
import { pluginProject } from './suites.ts'
import { printFindings, printSides } from './table.ts'

const SIZES = [1, 1_000, 20_000] as const

await withModelServer(0, async (baseUrl) => {
  const sides = SIZES.map((goldens) => {
    const project = pluginProject({ goldens, slots: 8, baseUrl })
    return { name: `${goldens} goldens`, command: project.run(), reset: project.forget }
  })
  const measured = await sideBySide(sides, 3, { memory: true })
  printSides('Time per golden as sets grow, no latency, 8 at a time', measured)
  const [start = NaN, small = NaN, large = NaN] = measured.map((side) => typical(side, 'wall'))
  const [, smallPeak = NaN, largePeak = NaN] = measured.map((side) => typical(side, 'peak'))
  const bare = (large - start) / 20_000 / ((small - start) / 1_000)
  printFindings([
    {
      what: 'time per golden, 20,000 beside 1,000',
      value: large / 20 / small,
      goal: { atMost: 0.6 },
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
    {
      what: 'memory per golden, from 1,000 to 20,000',
      value: (largePeak - smallPeak) / 19_000 / 1_000,
      goal: { atMost: 40 },
      unit: ' KB',
      from: 'peak resident memory of the process tree',
    },
  ])
})
