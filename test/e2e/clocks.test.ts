import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect } from 'vitest'
import { configFile, type TestGolden } from '../support/golden-project.ts'
import { test as base } from '../support/project.ts'
import { scriptedModels } from '../support/scripted-models.ts'
import type { Script } from '../support/scripted-server.ts'

const REPLY_MS = 300

/** What a user's set-up file may do to the globals, all before the suite loads. */
const SETUPS: Record<string, string> = {
  'fake-timers': 'vi.useFakeTimers()',
  'fake-everything': `vi.useFakeTimers({ now: 0, toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval',
    'setImmediate', 'clearImmediate', 'Date', 'performance', 'hrtime', 'queueMicrotask'] })`,
  'fake-before-each': 'beforeEach(() => void vi.useFakeTimers({ now: 0 }))',
  'timers-run-out':
    'vi.useFakeTimers(); const { setInterval } = await vi.importActual("node:timers"); setInterval(() => vi.runAllTimers(), 50).unref()',
  'system-time': 'vi.setSystemTime(new Date(0))',
  'mocked-date': 'globalThis.Date = class extends Date { constructor() { super(0) } static now() { return 0 } }',
  'patched-date': 'Date.now = () => 0',
  'own-performance': 'Object.defineProperty(globalThis, "performance", { value: { now: () => 0 } })',
  'spied-performance': 'vi.spyOn(performance, "now").mockReturnValue(0)',
  'no-timers': 'globalThis.setTimeout = globalThis.setInterval = globalThis.setImmediate = () => 0',
}

const setupFile = (source: string) => `import { afterEach, beforeEach, vi } from 'vitest'\n${source}\n`

const projectOf = (name: string) =>
  `{ test: { name: '${name}', include: ['goldens/${name}.golden.test.ts'], setupFiles: ['./${name}.setup.ts'] } }`

/** A project of its own for each set-up, with a golden set called like it. */
function projects(
  goldensOf: (name: string) => readonly TestGolden[],
  setups: Record<string, string>,
  aios = '',
): Record<string, string> {
  const names = Object.keys(setups)
  return {
    'vitest.config.ts': configFile({ aios, test: `projects: [${names.map(projectOf).join(', ')}]` }),
    ...Object.fromEntries(
      names.flatMap((name) => [
        [`${name}.setup.ts`, setupFile(setups[name] ?? '')],
        [`goldens/${name}.json`, JSON.stringify(goldensOf(name))],
        [
          `goldens/${name}.golden.test.ts`,
          `import { describeGoldens } from 'vitest-aios'\ndescribeGoldens('${name}', './${name}.json')\n`,
        ],
      ]),
    ),
  }
}

const golden = { id: 'capital', question: 'What is the capital of France?', trait: 'facts' }

const test = base.extend('clocks', { scope: 'file' }, async ({ newProject }, { onCleanup }) => {
  const refused: Script = { status: 503, body: '{"error":{"message":"busy"}}' }
  const seen = new Set<string>()
  const models = await scriptedModels(['big', 'small'], async (question) => {
    if (question.startsWith('Stall')) return () => {}
    if (question.startsWith('Busy') && !seen.has(question)) {
      seen.add(question)
      return refused
    }
    await pause(REPLY_MS)
    return 'Paris.'
  })
  onCleanup(() => models.close())
  const project = await newProject()
  const goldensOf = (name: string) => [
    golden,
    // A connection serves twice.
    { ...golden, id: 'again' },
    { ...golden, id: 'stalls', question: 'Stall.' },
    { ...golden, id: 'busy', question: `Busy ${name}?` },
  ]
  await project.write(projects(goldensOf, SETUPS, 'slots: 12, timeoutMs: 1_500'))
  const before = new Date().toISOString()
  const { output } = await project.vitest(['run', '--no-isolate', '--maxWorkers=3'], { AIOS_BASE_URL: models.url })
  const after = new Date().toISOString()
  const events = (await project.events()).filter((event) => event['event_type'] === 'response')
  const of = (id: string) => events.filter((event) => (event['golden'] as { id: string }).id === id)
  return { output, before, after, of }
})

describe('replaced clocks', { timeout: 180_000 }, () => {
  test('leave the times of replies real', ({ clocks: { before, after, of } }) => {
    for (const id of ['capital', 'again']) {
      expect(of(id)).toHaveLength(Object.keys(SETUPS).length)
      for (const event of of(id)) {
        expect(event).toMatchObject({
          verdict: 'pass',
          timings: { total_ms: expect.toSatisfy((ms: number) => ms >= REPLY_MS - 5) },
        })
        expect(String(event['ts']) >= before).toBe(true)
        expect(String(event['ts']) <= after).toBe(true)
      }
    }
  })

  test('leave limits and retries as they are', ({ clocks: { output, of } }) => {
    expect(of('stalls'), output).toHaveLength(Object.keys(SETUPS).length)
    for (const event of of('stalls'))
      expect(event).toMatchObject({ verdict: 'unmeasured', failure: { cause: 'first_token_timeout' } })
    expect(of('busy').map(({ reply, tries }) => [reply, tries])).toEqual(Object.keys(SETUPS).map(() => ['Paris.', 2]))
    expect(output.replaceAll(/\s+/g, ' ')).toMatch(
      /note \d+ of \d+ replies needed more than one try, at most 2, because the server failed/,
    )
  })
})

test(
  'refuses by name a nextTick that is faked in a set-up file or before each test',
  { timeout: 120_000 },
  async ({ project, onTestFinished }) => {
    const models = await scriptedModels(['big', 'small'], () => 'Paris.')
    onTestFinished(() => models.close())
    const setups: Record<string, string> = {
      'set-up': "vi.useFakeTimers({ toFake: ['nextTick'] })",
      // Vitest itself may wait for ever after a test that left it faked.
      each: "beforeEach(() => void vi.useFakeTimers({ toFake: ['nextTick'] }))\nafterEach(() => void vi.useRealTimers())",
    }
    const names = Object.keys(setups)
    await project.write({
      ...projects(() => [golden], setups),
      'vitest.config.ts': configFile({ test: `pool: 'threads', projects: [${names.map(projectOf).join(', ')}]` }),
    })
    const { exitCode, output } = await project.vitest(['run'], { AIOS_BASE_URL: models.url })
    expect(exitCode).toBe(1)
    for (const name of names) expect(output).toMatch(new RegExp(`FAIL +\\|${name}\\| `))
    const refused = "process.nextTick is faked, and no model can be asked without it: leave 'nextTick' out"
    expect(output.split(refused)).toHaveLength(1 + names.length)
    expect(models.asked()).toEqual([])
  },
)
