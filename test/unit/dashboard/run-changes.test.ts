import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test as base } from 'vitest'
import { generatedEvents } from '../../../bench/generated-log.ts'
import { changesBetween } from '../../../src/dashboard/views/run-changes.ts'
import { streamQuery } from '../../../src/provenance/query/stream-query.ts'

const test = base.extend('dir', async ({}, { onCleanup }) => {
  const dir = await mkdtemp(join(tmpdir(), 'aios-'))
  onCleanup(() => rm(dir, { recursive: true }))
  return dir
})

const events = [...generatedEvents({ events: 400, end: Date.now() })]
const reply = events.find((event) => event.event_type === 'response' && event.verdict !== 'unmeasured')
const end = events.find((event) => event.event_type === 'run')

/** A log with runs of some goldens each, in their order, which all have ended. */
async function changesOf(
  dir: string,
  runs: Readonly<Record<string, readonly string[]>>,
  { isChosen = false, changed = {} }: { isChosen?: boolean; changed?: Readonly<Record<string, object>> } = {},
) {
  let time = Date.now() - 3_600_000
  const at = () => new Date((time += 1_000)).toISOString()
  const lines = Object.entries(runs).flatMap(([run_id, ids]) => [
    ...ids.map((id) => {
      const golden = { set: 'capitals', id, trait: 'geography', fingerprint: '0123456789ab' }
      const event = {
        ...reply,
        verdict: 'pass',
        run_id,
        msg_id: `${run_id}-${id}`,
        ts: at(),
        golden,
        hypothesis: undefined,
      }
      return { ...event, ...changed[`${run_id}-${id}`] }
    }),
    { ...end, run_id, ts: at() },
  ])
  const path = join(dir, 'provenance.ndjson')
  await writeFile(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  const query = streamQuery([path])
  const changes = await changesBetween(query, await query.runs(), { tolerance: () => 0.25, isChosen })
  query.close()
  return changes
}

const all = ['rome', 'paris', 'oslo', 'bern', 'cairo']

test.for([
  ['passes over a run of a few of the goldens', { full: all, some: ['paris', 'oslo'], last: all }, 'full', 5],
  ['takes the latest run with half of the goldens', { full: all, most: all.slice(1), last: all }, 'most', 4],
  ['takes the run with the most where all have fewer', { two: all.slice(3), one: ['rome'], last: all }, 'two', 2],
  ['compares a run of a few with the whole run before', { one: ['rome'], full: all, last: ['oslo'] }, 'full', 1],
] as const)('the comparison of the last run %s', async ([, runs, before, paired], { dir }) => {
  const changes = await changesOf(dir, runs)
  if ('reason' in changes) throw new Error(changes.reason)
  expect(changes.after.run).toBe('last')
  expect(changes.before.run).toBe(before)
  expect(changes.unchanged).toHaveLength(paired)
})

test('a run that an address chooses is compared, or none is', async ({ dir }) => {
  const runs = { full: all, again: all, hypotheses: [] }
  expect(await changesOf(dir, runs, { isChosen: true })).toMatchObject({
    state: 'missing',
    reason: expect.stringContaining('This run'),
  })
  expect(await changesOf(dir, runs)).toMatchObject({ after: { run: 'again' } })
})

test('the last run has no comparison where no earlier one asked its goldens', async ({ dir }) => {
  expect(await changesOf(dir, { other: ['rome'], last: ['oslo'] })).toMatchObject({ state: 'missing' })
})

test('a golden is in the list that the comparison of the two runs has it in', async ({ dir }) => {
  const rewritten = (id: string, verdict: string) => ({
    verdict,
    golden: { set: 'capitals', id, trait: 'geography', fingerprint: 'ba9876543210' },
  })
  const changed = {
    'last-rome': { verdict: 'fail' },
    'last-paris': rewritten('paris', 'fail'),
    'last-oslo': rewritten('oslo', 'pass'),
    'last-bern': { reply: 'another' },
  }
  const changes = await changesOf(dir, { first: all, last: all }, { changed })
  if ('reason' in changes) throw new Error(changes.reason)
  const { regressed, improved, unchanged, unpaired } = changes
  const lists = [...regressed, ...improved, ...unchanged, ...unpaired].map(({ id, list }) => [id, list])
  expect(Object.fromEntries(lists)).toEqual({
    rome: 'newly failing',
    paris: 'newly failing',
    oslo: 'changed',
    bern: 'changed',
    cairo: 'unchanged',
  })
})
