// 1,000 and 5,000 goldens against a server without latency: the plugin beside plain Vitest with `openai`, streamed as the
// plugin asks and not streamed, 64 and 8 requests at a time. `node bench/overhead.ts 1000 8` measures one of them.
import { withModelServer } from './model-server.ts'
import { ratio, sideBySide } from './sides.ts'
import { plainProject, pluginProject } from './suites.ts'
import { type Finding, printFindings, printSides } from './table.ts'

/** Largest ratios of the wall time. */
const GOALS = { 1_000: { streamed: 0.75, whole: 1.2 }, 5_000: { streamed: 0.55, whole: 1 } } as const
const [size, inFlight, rounds = '5'] = process.argv.slice(2)

await withModelServer(0, async (baseUrl) => {
  const findings: Finding[] = []
  for (const goldens of [1_000, 5_000] as const) {
    for (const slots of [64, 8]) {
      if ((size ?? String(goldens)) !== String(goldens) || (inFlight ?? String(slots)) !== String(slots)) continue
      const load = { goldens, slots, baseUrl }
      const project = pluginProject(load)
      const [aios, streamed, whole] = await sideBySide(
        [
          { name: 'vitest-aios', command: project.run(), reset: project.forget },
          { name: 'plain Vitest, streamed', command: plainProject(load).run() },
          { name: 'plain Vitest, not streamed', command: plainProject(load, { streamed: false }).run() },
        ],
        Number(rounds),
      )
      const what = `${goldens} goldens, ${slots} at a time`
      printSides(`${what}, no latency`, [aios, streamed, whole])
      for (const [name, other] of Object.entries({ streamed, whole }) as ['streamed' | 'whole', typeof whole][])
        findings.push({
          what: `${what}, beside plain Vitest ${name === 'streamed' ? 'streamed' : 'not streamed'}`,
          value: ratio(aios, other, 'wall'),
          goal: { atMost: GOALS[goldens][name] },
          unit: 'x',
          from: `wall; user+sys ${ratio(aios, other, 'cpu').toFixed(2)}x`,
        })
    }
  }
  printFindings(findings)
})
