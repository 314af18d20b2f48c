import { describe, expect, onTestFinished } from 'vitest'
import type { Baseline } from '../../schemas/generated/baseline.ts'
import type { ResponseEvent } from '../../schemas/generated/provenance.ts'
import { commandTree } from '../../src/cli/completion/command-tree.ts'
import { aiosProgram } from '../../src/cli/program.ts'
import { seededRandom } from '../../src/statistics/distributions/random.ts'
import { sampleEvent } from '../fixtures/sample-event.ts'
import { test } from '../support/aios-in-turn.ts'
import { configFile } from '../support/golden-project.ts'
import { startDashboard } from '../support/dashboard.ts'
import type { Project } from '../support/project.ts'

const GLOB = 'machines/*/provenance.ndjson'
const MACHINES = ['one', 'two'] as const
const GOLDENS = 3
const MESSAGES = 300
const EVENTS = 1 + GOLDENS + MESSAGES

/** Commands that read the log of `--log`. */
const WITH_OPTION: readonly string[] = [
  'aios baseline diff',
  'aios dashboard',
  'aios events',
  'aios events forget',
  'aios goldens add',
  'aios router evaluate',
  'aios router learn',
  'aios slo',
  'aios status',
]

/** Commands that read the logs of their arguments. */
const WITH_ARGUMENT: readonly string[] = ['aios events merge', 'aios events migrate']

const WITHOUT_LOG: readonly string[] = [
  'aios ask',
  'aios baseline backup',
  'aios baseline list',
  'aios baseline migrate',
  'aios baseline prune',
  'aios baseline restore',
  'aios baseline show',
  'aios clean',
  'aios completion',
  'aios doctor',
  'aios goldens check',
  'aios init',
  'aios models list',
  'aios models pull',
  'aios rotate',
  'aios router',
  'aios router explain',
  'aios router migrate',
  'aios router reset',
  'aios router simulate',
  'aios serve',
]

const GROUPS: readonly string[] = ['aios', 'aios baseline', 'aios goldens', 'aios models']

/** What a machine logged: a run of one golden set, and randomized traffic in conversations that no other machine has. */
function logged(machine: (typeof MACHINES)[number]): ResponseEvent[] {
  const random = seededRandom(machine.length + machine.charCodeAt(0))
  const ts = new Date().toISOString()
  const golden = (id: string, more: Partial<ResponseEvent>) =>
    sampleEvent({
      run_id: machine,
      msg_id: `golden-${id}`,
      conv_id: `golden-${id}`,
      golden: { set: machine, id, trait: 'numbers', fingerprint: 'a'.repeat(12) },
      ...more,
    })
  const earlier = golden(`${machine}-removed`, { ts: '2026-01-01T00:00:00.000Z', run_id: 'earlier' })
  const goldens = Array.from({ length: GOLDENS }, (_, n) => golden(`${machine}-${n}`, { ts }))
  const traffic = Array.from({ length: MESSAGES }, (_, n) => {
    const source = random.uniform() < 0.5 ? ('main_model' as const) : ('embedder' as const)
    return sampleEvent({
      ts,
      run_id: machine,
      // Both machines have the conversation c0.
      conv_id: n < 3 ? 'c0' : `${machine}-${n}`,
      msg_id: `${machine}-${n}`,
      question: `What is ${n} and ${machine}?`,
      source,
      route: { weight: 0.44, parts: {}, bucket: 'treatment', boundary: 0.5, propensity: 0.5, drawn: true },
      verdict: random.uniform() < (source === 'main_model' ? 0.9 : 0.6) ? 'pass' : 'fail',
    })
  })
  return [earlier, ...goldens, ...traffic]
}

/** The first golden of each machine. */
const baseline: Baseline = {
  schema_version: '2.0',
  version: '0.1.0',
  sets: Object.fromEntries(
    MACHINES.map((machine) => [
      machine,
      {
        goldens: {
          [`${machine}-0`]: {
            fingerprint: 'a'.repeat(12),
            source: 'embedder',
            model: 'small',
            origin: 'measured',
            recorded_at: '2026-01-01T00:00:00.000Z',
            git_commit: null,
            passes: [true],
            latency_ms: [70],
            first_token_ms: [3],
            completion_tokens: [2],
            reply: '4',
          },
        },
      },
    ]),
  ),
}

const writeLogs = (project: Project) =>
  project.write({
    'vitest.config.ts': configFile(),
    ...Object.fromEntries(
      MACHINES.map((machine) => [
        `machines/${machine}/provenance.ndjson`,
        logged(machine)
          .map((event) => `${JSON.stringify(event)}\n`)
          .join(''),
      ]),
    ),
  })

/** The output of a command as JSON, whatever its exit code. */
async function json(project: Project, ...args: string[]): Promise<Record<string, unknown>> {
  const { output } = await project.aios([...args, '--json'])
  return JSON.parse(output) as Record<string, unknown>
}

test('every command either reads the logs that it is given, or no log', async () => {
  const program = await aiosProgram(() => {
    throw new Error('no command is run')
  }, 'all')
  const commands = commandTree(program)
  expect(commands.map(({ path }) => path).toSorted()).toEqual(
    [...WITH_OPTION, ...WITH_ARGUMENT, ...WITHOUT_LOG, ...GROUPS].toSorted(),
  )
  const having = commands.filter(({ options }) => options.some(({ flag }) => flag === '--log'))
  expect(having.map(({ path }) => path).toSorted()).toEqual([...WITH_OPTION])
})

describe('--log with a glob over the logs of two machines', { timeout: 120_000 }, () => {
  /** How many there are of what a command counts, which both machines have as many of. */
  const SUMS: Readonly<Record<string, { args: string[]; sum: number; count: (facts: never) => unknown }>> = {
    'aios events': { args: ['--count'], sum: 2 * EVENTS, count: ({ total }: { total: number }) => total },
    'aios events forget': {
      args: ['--conversation', 'c0', '--dry-run'],
      sum: 6,
      count: ({ events }: { events: number }) => events,
    },
    'aios events merge': {
      args: [GLOB, '--out', 'merged/all.ndjson'],
      sum: 2 * EVENTS,
      count: ({ written }: { written: number }) => written,
    },
    'aios events migrate': {
      args: [GLOB],
      sum: 2 * EVENTS,
      count: ({ files }: { files: { read: number }[] }) => files.reduce((sum, { read }) => sum + read, 0),
    },
    'aios router evaluate': { args: [], sum: 2 * MESSAGES, count: ({ drawn }: { drawn: number }) => drawn },
    'aios router learn': {
      args: ['--dry-run'],
      sum: 2 * MESSAGES,
      count: ({ messages }: { messages: number }) => messages,
    },
    'aios slo': {
      args: ['--since', '1h', '--pass-rate', '0.5'],
      sum: 2 * GOLDENS,
      count: ({ sets }: { sets: { objectives: { n: number }[] }[] }) =>
        sets.reduce((sum, { objectives }) => sum + (objectives[0]?.n ?? 0), 0),
    },
    'aios status': { args: [], sum: 2 * EVENTS, count: ({ log }: { log: { events: number } }) => log.events },
  }

  test.for(Object.entries(SUMS))('%s counts both', async ([name, { args, sum, count }], { project }) => {
    await writeLogs(project)
    const log = WITH_OPTION.includes(name) ? ['--log', GLOB] : []
    const facts = await json(project, ...name.split(' ').slice(1), ...args, ...log)
    expect(count(facts as never)).toBe(sum)
  })

  test('aios events lists both', async ({ project }) => {
    await writeLogs(project)
    const { output } = await project.aios(['events', '--json', '--log', GLOB])
    expect(output.trimEnd().split('\n')).toHaveLength(2 * EVENTS)
  })

  test('aios goldens add finds the replies of both, and aios baseline diff their last runs', async ({ project }) => {
    await writeLogs(project)
    for (const machine of MACHINES) {
      const from = ['--from', `golden-${machine}-0`, '--log', GLOB]
      const added = await project.aios(['goldens', 'add', ...from, '--to', `goldens/${machine}.json`, '--equals', '4'])
      expect(added, added.output).toMatchObject({ exitCode: 0 })
    }
    await project.write({ 'goldens/baseline.json': JSON.stringify(baseline) })
    const diff = await json(project, 'baseline', 'diff', '--log', GLOB)
    expect(diff).toMatchObject({
      after: `the last run of each set in ${GLOB}`,
      goldens: MACHINES.flatMap((set) =>
        ['same', 'added', 'added'].map((change, n) => ({ set, id: `${set}-${n}`, change })),
      ),
    })
    const second = await project.aios(['baseline', 'diff', 'a.json', 'b.json', '--log', GLOB])
    expect(second).toMatchObject({ exitCode: 1, output: expect.stringContaining('cannot be used together') as unknown })
  })

  test('aios dashboard serves both', async ({ project }) => {
    await writeLogs(project)
    const dashboard = await startDashboard(project, onTestFinished, ['--log', GLOB])
    expect(await dashboard.answer('events?since=all&limit=1')).toMatchObject({ total: 2 * EVENTS })
  })
})
