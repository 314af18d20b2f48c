// Where the time of a run goes: the processor profiles of the main process and of the worker, by part.
// `node bench/profile.ts GOLDENS SLOTS` asks the plugin, with `plain` behind it plain Vitest that streams the same calls, with
// `replay` the plugin's replay of them, and with `matchers` the matchers alone.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measure } from './measure.ts'
import { withModelServer } from './model-server.ts'
import { matcherProject, plainProject, pluginProject } from './suites.ts'
import { printTable } from './table.ts'

interface Profile {
  nodes: { id: number; callFrame: { functionName: string; url: string } }[]
  samples: number[]
  timeDeltas: number[]
}

/** Parts by the address of the code; the first that matches counts. */
const PARTS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['vitest-aios', /node_modules\/vitest-aios\//],
  ['openai', /node_modules\/openai\//],
  ['Vitest and Vite', /node_modules\/(?:vitest|@vitest|vite|rolldown|chai)\//],
  ['other packages', /node_modules\//],
  ['Node: modules', /^node:internal\/(?:modules|bootstrap|vm|process)/],
  [
    'Node: HTTP and sockets',
    /^node:(?:_?http|net|internal\/(?:http|streams?|stream_base|net|js_stream))|^node:.*stream/,
  ],
  ['Node: timers and promises', /^node:(?:internal\/)?(?:timers|process\/(?:task_queues|promises)|async_hooks|abort)/],
  ['Node: other', /^node:/],
  ['the project', /^file:/],
]

const [goldens = '1000', slots = '8', side = 'aios'] = process.argv.slice(2)

await withModelServer(0, async (baseUrl) => {
  const load = { goldens: Number(goldens), slots: Number(slots), baseUrl }
  const project =
    side === 'plain' ? plainProject(load) : side === 'matchers' ? matcherProject(load.goldens) : pluginProject(load)
  const env: Record<string, string> = side === 'replay' ? { AIOS_BACKEND: 'replay' } : {}
  await measure(project.run(side === 'replay' ? { AIOS_RECORD: '1' } : {}))
  project.forget()
  const folder = mkdtempSync(join(tmpdir(), 'aios-profile-'))
  try {
    for (const where of ['main', 'worker'] as const) {
      const profiles = join(folder, where)
      mkdirSync(profiles)
      const flags = ['--cpu-prof', `--cpu-prof-dir=${profiles}`]
      const { args, ...command } = project.run(env)
      const isMain = where === 'main'
      const extra = isMain ? [] : flags.map((flag) => `--execArgv=${flag}`)
      const { wall, cpu } = await measure({ ...command, args: [...(isMain ? flags : []), ...args, ...extra] })
      project.forget()
      console.log(
        `\n${where} of ${side}, ${goldens} goldens, ${slots} at a time: ${wall.toFixed(0)} ms, user+sys ${cpu.toFixed(0)} ms\n`,
      )
      for (const name of readdirSync(profiles))
        printProfile(JSON.parse(readFileSync(join(profiles, name), 'utf8')) as Profile)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

function printProfile({ nodes, samples, timeDeltas }: Profile): void {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]))
  const byPart = new Map<string, number>()
  const byFunction = new Map<string, number>()
  for (const [index, sample] of samples.entries()) {
    const { functionName = '', url = '' } = frames.get(sample) ?? {}
    if (functionName === '(idle)') continue
    const ms = (timeDeltas[index] ?? 0) / 1_000
    const part = url === '' ? functionName : (PARTS.find(([, pattern]) => pattern.test(url))?.[0] ?? 'other')
    byPart.set(part, (byPart.get(part) ?? 0) + ms)
    const place = `${functionName || '(top level)'} ${url.replace(/^.*\/node_modules\//, '')}`
    byFunction.set(place, (byFunction.get(place) ?? 0) + ms)
  }
  const rows = (times: Map<string, number>, most: number) =>
    [...times]
      .sort(([, a], [, b]) => b - a)
      .slice(0, most)
      .map(([name, ms]) => [name, `${ms.toFixed(0)} ms`])
  printTable([['part', 'self time'], ...rows(byPart, 20)])
  console.log('')
  printTable([['function', 'self time'], ...rows(byFunction, 40)])
}
