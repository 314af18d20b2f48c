import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Turnstile } from '../../src/models/turnstile.ts'

test('lets in no more than the limit, in order, and tells which model came before', () => {
  const turnstile = new Turnstile(1)
  const entered: string[] = []
  const enter = (name: string) => (previous: string | null) => entered.push(`${name} after ${previous}`)
  const leaveA = turnstile.request('client', 'a', enter('first'))
  const leaveB = turnstile.request('client', 'b', enter('second'))
  turnstile.request('client', 'a', enter('third'))
  expect(entered).toEqual(['first after null'])
  leaveA()
  expect(entered).toEqual(['first after null', 'second after a'])
  leaveB()
  expect(entered).toEqual(['first after null', 'second after a', 'third after b'])
})

test('whoever gives up while waiting does not take a slot', () => {
  const turnstile = new Turnstile(1)
  const entered: string[] = []
  const leave = turnstile.request('client', 'a', () => entered.push('first'))
  turnstile.request('client', 'a', () => entered.push('gave up'))()
  turnstile.request('client', 'a', () => entered.push('third'))
  leave()
  expect(entered).toEqual(['first', 'third'])
})

test('leaving twice frees one slot only', () => {
  const turnstile = new Turnstile(1)
  let inside = 0
  const leave = turnstile.request('client', 'a', () => inside++)
  for (let n = 0; n < 3; n++) turnstile.request('client', 'a', () => inside++)
  leave()
  leave()
  expect(inside).toBe(2)
})

test('never more inside than the limit, and nobody is forgotten', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), fc.array(fc.boolean(), { maxLength: 60 }), (limit, steps) => {
      const turnstile = new Turnstile(limit)
      let inside = 0
      let asked = 0
      let done = 0
      const leaves: (() => void)[] = []
      const open: number[] = []
      for (const arrives of steps) {
        if (arrives) {
          const index = asked++
          leaves[index] = turnstile.request('client', 'm', () => {
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

describe('who just left', () => {
  test('comes back before another model is let in, so that the server swaps once', async () => {
    const turnstile = new Turnstile(1)
    const entered: string[] = []
    const leaveA = turnstile.request('one', 'a', () => entered.push('one a'))
    turnstile.request('two', 'b', () => entered.push('two b'))
    leaveA()
    expect(entered).toEqual(['one a'])
    const leaveAgain = turnstile.request('one', 'a', () => entered.push('one a again'))
    expect(entered).toEqual(['one a', 'one a again'])
    leaveAgain()
    await expect.poll(() => entered).toEqual(['one a', 'one a again', 'two b'])
  })

  test('is not waited for when it wants another model itself', () => {
    const turnstile = new Turnstile(1)
    const entered: string[] = []
    const leave = turnstile.request('one', 'a', () => entered.push('one a'))
    turnstile.request('two', 'b', () => entered.push('two b'))
    leave()
    turnstile.request('one', 'c', () => entered.push('one c'))
    expect(entered).toEqual(['one a', 'two b'])
  })

  test('does not hold up the others for ever', () => {
    const turnstile = new Turnstile(1)
    const entered: string[] = []
    let leave = turnstile.request('one', 'a', () => entered.push('a'))
    turnstile.request('two', 'b', () => entered.push('b'))
    for (let n = 0; n < 40; n++) {
      leave()
      leave = turnstile.request('one', 'a', () => entered.push('a'))
    }
    expect(entered.indexOf('b')).toBe(32)
  })
})
