import { setImmediate as tick } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { KeyedQueue } from '../../../../../src/models/embedded/server/keyed-queue.ts'

const never = new AbortController().signal

/** Enters the lane and notes it; the returned function leaves again. */
function enter(lane: KeyedQueue, key: string, name: string, seen: string[], signal = never): Promise<() => void> {
  return lane.acquire(key, signal).then((release) => {
    seen.push(name)
    return release
  })
}

test('as many run at once as there are slots, the others in the order they came', async () => {
  const lane = new KeyedQueue(2)
  const seen: string[] = []
  const first = await enter(lane, 'a', '1', seen)
  const others = ['2', '3', '4'].map((name) => enter(lane, 'a', name, seen))
  await tick()
  expect(seen).toEqual(['1', '2'])
  first()
  first()
  await tick()
  expect(seen).toEqual(['1', '2', '3'])
  ;(await others[0])?.()
  await others[2]
  expect(seen).toEqual(['1', '2', '3', '4'])
})

test('one that wants another key waits until the lane is empty, and is not overtaken', async () => {
  const lane = new KeyedQueue(2)
  const seen: string[] = []
  const a1 = await enter(lane, 'a', 'a1', seen)
  const b = enter(lane, 'b', 'b', seen)
  const a2 = enter(lane, 'a', 'a2', seen)
  await tick()
  expect(seen).toEqual(['a1'])
  a1()
  await tick()
  expect(seen).toEqual(['a1', 'b'])
  ;(await b)()
  await a2
  expect(seen).toEqual(['a1', 'b', 'a2'])
})

test('one that gives up leaves the lane to those behind it', async () => {
  const lane = new KeyedQueue(1)
  const seen: string[] = []
  const release = await enter(lane, 'a', '1', seen)
  const giveUp = new AbortController()
  const second = enter(lane, 'b', '2', seen, giveUp.signal)
  const third = enter(lane, 'a', '3', seen)
  giveUp.abort(new Error('gone'))
  await expect(second).rejects.toThrow('gone')
  release()
  await third
  expect(seen).toEqual(['1', '3'])
})
