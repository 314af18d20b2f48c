// Queries over a log of 1,000,000 events, 10,000 a day, in the shapes and proportions of real ones.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeGeneratedLog } from './generated-log.ts'
import { type Command, measure, type Sample } from './measure.ts'
import { median } from './sides.ts'
import { type Finding, printFindings } from './table.ts'

const EVENTS = 1_000_000
const ROUNDS = 3
const CLI = join(import.meta.dirname, '../dist/cli.js')

const folder = mkdtempSync(join(tmpdir(), 'aios-bench-log-'))
const log = join(folder, 'provenance.ndjson')
try {
  await writeGeneratedLog(log, { events: EVENTS, end: Date.now() })
  const aios = (...args: string[]): Command => ({ args: [CLI, ...args], cwd: folder, env: { AIOS_DIR: folder } })
  const count = ['events', '--count', '--json']
  const empty = await samplesOf({ args: ['-e', '0'], cwd: folder })
  const start = await samplesOf(aios('--version'))
  const findings: Finding[] = [
    ...findingsOf('events --count, with DuckDB', await samplesOf(aios(...count)), { seconds: 3, mb: 250 }),
    ...findingsOf(
      'events --count, without DuckDB',
      await samplesOf({ args: [join(import.meta.dirname, 'count-log.ts'), log], cwd: folder }),
      { seconds: 15, mb: 250 },
    ),
    ...findingsOf(
      'slo --since 24h, a day of 10,000 events',
      await samplesOf(aios('slo', '--since', '24h', '--pass-rate', '0.5')),
      { seconds: 1, mb: 150 },
    ),
    ...findingsOf('router evaluate', await samplesOf(aios('router', 'evaluate', '--json')), { seconds: 20, mb: 500 }),
    {
      what: 'starting aios, beyond an empty Node.js',
      value: of(start, 'wall') - of(empty, 'wall'),
      goal: { atMost: 150 },
      unit: ' ms',
      from: `median of ${ROUNDS}; user+sys ${Math.round(of(start, 'cpu') - of(empty, 'cpu'))} ms`,
    },
  ]
  printFindings(findings)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function samplesOf(command: Command): Promise<Sample[]> {
  const samples: Sample[] = []
  for (let round = 0; round < ROUNDS; round += 1) samples.push(await measure(command, { memory: true }))
  return samples
}

function of(samples: readonly Sample[], what: keyof Sample): number {
  return median(samples.map((sample) => sample[what]))
}

function findingsOf(what: string, samples: readonly Sample[], goal: { seconds: number; mb: number }): Finding[] {
  const from = `median of ${ROUNDS}; user+sys ${(of(samples, 'cpu') / 1_000).toFixed(1)} s`
  return [
    { what: `${what}: time`, value: of(samples, 'wall'), goal: { atMost: 1_000 * goal.seconds }, unit: ' ms', from },
    { what: `${what}: peak memory`, value: of(samples, 'peak') / 1e6, goal: { atMost: goal.mb }, unit: ' MB', from },
  ]
}
