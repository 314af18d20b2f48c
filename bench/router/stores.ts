// Outcomes per second that 4 processes save in one state, and the number of lost ones: in a file, and in a real Redis without
// persistence. With a new state, and with one of maximum size.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freshCell, KEPT_EPOCHS, noIncrement } from '../../src/router/state.ts'
import type { StateStore } from '../../src/router/store.ts'
import { fileStore, redisStore } from '../../src/router/stores/index.ts'
import { startRedis } from '../../test/support/redis.ts'
import { startWriters } from '../../test/support/router-writers.ts'
import { median } from '../sides.ts'
import { type Finding, printFindings } from '../table.ts'

const PROCESSES = 4
const ROUNDS = 3

interface Place {
  name: string
  /** Path or address of a state. */
  place: string
  open(): StateStore
  /** Outcomes of each process, with 1 and with 16 in flight. */
  counts: Record<1 | 16, number>
  atLeast: number
}

/** An increment that gives a state its maximum size: every cell of every kept epoch. */
function everyCell() {
  const cells = () => Object.fromEntries(Array.from({ length: 6 }, (_, cell) => [cell, { ...freshCell(), n: 1 / 3 }]))
  const epochs = Object.fromEntries(Array.from({ length: KEPT_EPOCHS }, (_, epoch) => [epoch, cells()]))
  return { ...noIncrement(0), since_move: { buckets: {}, epochs } }
}

async function findings(of: Place, inFlight: 1 | 16, large: boolean): Promise<Finding[]> {
  const count = of.counts[inFlight]
  const rates: number[] = []
  let lost = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    const store = of.open()
    await store.reset()
    if (large) await store.add(everyCell(), `large-${round}`)
    const writers = await startWriters(of.place, { processes: PROCESSES, count, inFlight, epochs: KEPT_EPOCHS })
    const start = performance.now()
    await Promise.all(writers.map(({ exited }) => exited))
    rates.push((1_000 * PROCESSES * count) / (performance.now() - start))
    const complaints = writers.flatMap((writer) => writer.complaints())
    if (complaints.length > 0) throw new Error(complaints.join('\n'))
    lost += PROCESSES * count - (await store.load()).buckets.treatment.sample_count
    await store.close()
  }
  const what = `${of.name}, ${large ? 'a large state' : 'a new state'}, ${inFlight} in flight in each process`
  const from = `${PROCESSES} processes, ${PROCESSES * count} outcomes, median of ${rates.map(Math.round).join(', ')}`
  return [
    { what, value: median(rates), goal: { atLeast: of.atLeast }, unit: '/s', from },
    { what: `${what}: lost`, value: lost, goal: { atMost: 0 }, unit: '', from: `${ROUNDS} rounds` },
  ]
}

const folder = mkdtempSync(join(tmpdir(), 'aios-bench-'))
const server = await startRedis()
try {
  const path = join(folder, 'state.json')
  const places: Place[] = [
    { name: 'file', place: path, open: () => fileStore(path), counts: { 1: 250, 16: 1_000 }, atLeast: 200 },
    {
      name: 'Redis',
      place: server.url,
      open: () => redisStore(server.url),
      counts: { 1: 1_000, 16: 4_000 },
      atLeast: 2_000,
    },
  ]
  const all: Finding[] = []
  for (const place of places)
    for (const large of [false, true])
      for (const inFlight of [1, 16] as const) all.push(...(await findings(place, inFlight, large)))
  printFindings(all)
} finally {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
}
