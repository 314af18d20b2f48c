import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SlotScheduler } from '../../../src/models/slot-scheduler.ts'

test('lets in no more than the limit, in order, and tells which model came before', () => {
  const scheduler = new SlotScheduler(1)
  const entered: string[] = []
  const enter = (name: string) => (previous: string | null) => entered.push(`${name} after ${previous}`)
  const leaveA = scheduler.request('client', 'a', enter('first'))
  const leaveB = scheduler.request('client', 'b', enter('second'))
  scheduler.request('client', 'a', enter('third'))
  expect(entered).toEqual(['first after null'])
  leaveA()
  expect(entered).toEqual(['first after null', 'second after a'])
  leaveB()
  expect(entered).toEqual(['first after null', 'second after a', 'third after b'])
})

test('a request that is cancelled while waiting takes no slot', () => {
  const scheduler = new SlotScheduler(1)
  const entered: string[] = []
  const leave = scheduler.request('client', 'a', () => entered.push('first'))
  scheduler.request('client', 'a', () => entered.push('gave up'))()
  scheduler.request('client', 'a', () => entered.push('third'))
  leave()
  expect(entered).toEqual(['first', 'third'])
})

test('leaving twice frees one slot only', () => {
  const scheduler = new SlotScheduler(1)
  let inside = 0
  const leave = scheduler.request('client', 'a', () => inside++)
  for (let n = 0; n < 3; n++) scheduler.request('client', 'a', () => inside++)
  leave()
  leave()
  expect(inside).toBe(2)
})

test('serves every request, never more at a time than the limit', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), fc.array(fc.boolean(), { maxLength: 60 }), (limit, steps) => {
      const scheduler = new SlotScheduler(limit)
      let inside = 0
      let asked = 0
      let done = 0
      const leaves: (() => void)[] = []
      const open: number[] = []
      for (const arrives of steps) {
        if (arrives) {
          const index = asked++
          leaves[index] = scheduler.request('client', 'm', () => {
            inside++
            open.push(index)
          })
        } else {
          const index = open.shift()
          if (index === undefined) continue
          inside--
          done++
          leaves[index]?.()
        }
        expect(inside).toBeLessThanOrEqual(limit)
        expect(inside).toBe(Math.min(limit, asked - done))
      }
    }),
  )
})

describe('the worker that released a slot', () => {
  test('comes back before another model is let in, so that the server swaps once', async () => {
    const scheduler = new SlotScheduler(1)
    const entered: string[] = []
    const leaveA = scheduler.request('one', 'a', () => entered.push('one a'))
    scheduler.request('two', 'b', () => entered.push('two b'))
    leaveA()
    expect(entered).toEqual(['one a'])
    const leaveAgain = scheduler.request('one', 'a', () => entered.push('one a again'))
    expect(entered).toEqual(['one a', 'one a again'])
    leaveAgain()
    await expect.poll(() => entered).toEqual(['one a', 'one a again', 'two b'])
  })

  test('is not waited for when it wants another model itself', () => {
    const scheduler = new SlotScheduler(1)
    const entered: string[] = []
    const leave = scheduler.request('one', 'a', () => entered.push('one a'))
    scheduler.request('two', 'b', () => entered.push('two b'))
    leave()
    scheduler.request('one', 'c', () => entered.push('one c'))
    expect(entered).toEqual(['one a', 'two b'])
  })

  test('does not hold up the others for ever', () => {
    const scheduler = new SlotScheduler(1)
    const entered: string[] = []
    let leave = scheduler.request('one', 'a', () => entered.push('a'))
    scheduler.request('two', 'b', () => entered.push('b'))
    for (let n = 0; n < 40; n++) {
      leave()
      leave = scheduler.request('one', 'a', () => entered.push('a'))
    }
    expect(entered.indexOf('b')).toBe(32)
  })
})
