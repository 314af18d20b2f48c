// 1,000 goldens against a server without latency: the plugin beside plain Vitest with `openai`, one request at a time
// (the default) and eight at a time.
import { withModelServer } from './model-server.ts'
import { ratio, sideBySide } from './sides.ts'
import { plainProject, pluginProject } from './suites.ts'
import { type Finding, printFindings, printSides } from './table.ts'

await withModelServer(0, async (baseUrl) => {
  const findings: Finding[] = []
  for (const slots of [1, 8]) {
    const load = { goldens: 1_000, slots, baseUrl }
    const project = pluginProject(load)
    const [aios, plain] = await sideBySide(
      [
        { name: 'vitest-aios', command: project.run(), reset: project.forget },
        { name: 'plain Vitest with openai', command: plainProject(load).run() },
      ],
      7,
    )
    printSides(`1,000 goldens, no latency, ${slots} at a time`, [aios, plain])
    const what = `1,000 live goldens, ${slots} at a time, beside plain Vitest`
    findings.push({
      what,
      value: ratio(aios, plain, 'wall'),
      goal: { atMost: 1.15 },
      unit: 'x',
      from: `wall; user+sys ${ratio(aios, plain, 'cpu').toFixed(2)}x`,
    })
  }
  printFindings(findings)
})
