import { expect, test } from 'vitest'
import { Saver } from '../../../src/router/saver.ts'
import { freshState, type Increment, noIncrement } from '../../../src/router/state.ts'
import type { StateStore } from '../../../src/router/store.ts'
import { memoryStore } from '../../../src/router/index.ts'

const outcome = (generation = 0, count = 1): Increment => {
  const sums = { control: { sample_count: count } }
  return { ...noIncrement(generation), buckets: sums, since_move: { buckets: sums, epochs: {} } }
}

/** A store whose `add` can fail or wait; `added`: all increments that it received. */
function store(add: (increment: Increment, id: string) => Promise<void> | void) {
  const added: { increment: Increment; id: string }[] = []
  const inner = memoryStore(freshState('2026-01-01T00:00:00.000Z'))
  const outer: StateStore = {
    ...inner,
    async add(increment, id) {
      added.push({ increment, id })
      await add(increment, id)
      return inner.add(increment, id)
    },
  }
  const count = async () => (await inner.load()).buckets.control.sample_count
  return { store: outer, added, count }
}

const saver = (to: StateStore, delayMs = 0) => new Saver(to, async () => {}, delayMs)

test('joins increments that arrive during a write into the next one', async () => {
  const { store: to, added, count } = store(() => new Promise(setImmediate))
  const saving = saver(to)
  const first = saving.save(outcome())
  await Promise.resolve()
  await Promise.all([first, ...Array.from({ length: 49 }, () => saving.save(outcome()))])
  expect(added.map(({ increment }) => increment.buckets.control?.sample_count)).toEqual([1, 49])
  expect(await count()).toBe(50)
})

test('joins increments that arrive within the delay, which flush ends', async () => {
  const { store: to, added } = store(() => {})
  const saving = saver(to, 60_000)
  const saved = Array.from({ length: 5 }, () => saving.save(outcome()))
  await saving.flush()
  await Promise.all(saved)
  expect(added).toHaveLength(1)
})

test('saves everything in two writes after an outage, and repeats the failed one under its own id', async () => {
  let down = true
  const {
    store: to,
    added,
    count,
  } = store(() => {
    if (down) throw new Error('the disk is full')
  })
  const saving = saver(to)
  for (let n = 0; n < 200; n++) await expect(saving.save(outcome())).rejects.toThrow('the disk is full')
  down = false
  const before = added.length
  await saving.save(outcome())
  expect(await count()).toBe(201)
  expect(added.length - before).toBe(2)
  expect(added.at(before)).toEqual(added[0])
})

test('saves increments of two generations separately', async () => {
  const { store: to, added } = store(() => {})
  const saving = saver(to, 1)
  await Promise.all([saving.save(outcome(0)), saving.save(outcome(1)), saving.save(outcome(0))])
  expect(added.map(({ increment }) => [increment.generation, increment.buckets.control?.sample_count])).toEqual([
    [0, 2],
    [1, 1],
  ])
})

test('drops an increment that the store rejects, and rejects all that were joined with it', async () => {
  const { store: to, count } = store(({ buckets }) => {
    if (!Number.isFinite(buckets.control?.sample_count)) throw new RangeError('not a finite number')
  })
  const saving = saver(to, 1)
  const results = await Promise.allSettled([saving.save(outcome()), saving.save(outcome(0, Infinity))])
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  await saving.save(outcome())
  expect(await count()).toBe(1)
  await saving.flush()
})
