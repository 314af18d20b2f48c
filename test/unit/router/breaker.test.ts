import { expect, test } from 'vitest'
import { Breaker } from '../../../src/router/breaker.ts'

/** A breaker that three failures opened at the time `at`. */
function open(at = 0): Breaker {
  const breaker = new Breaker()
  for (const id of ['a', 'b', 'c']) breaker.failed(id, at)
  return breaker
}

test('admits one message after ten seconds, and another one after ten more', () => {
  const breaker = open()
  expect([9_999, 10_000, 10_001, 19_999, 20_000].map((now) => breaker.admits(`at ${now}`, now))).toEqual([
    false,
    true,
    false,
    false,
    true,
  ])
})

test('ignores failures of earlier messages while a probe is pending', () => {
  const breaker = open()
  expect(breaker.admits('probe', 10_000)).toBe(true)
  for (const id of ['d', 'e', 'f']) breaker.failed(id, 12_000)
  // The wait has not changed.
  expect(breaker.admits('second', 19_999)).toBe(false)
  expect(breaker.admits('second', 20_000)).toBe(true)
})

test('closes after a reply to a probe, even if an earlier message failed after that reply', () => {
  const breaker = open()
  breaker.admits('probe', 10_000)
  breaker.failed('d', 12_000)
  breaker.succeeded('probe', 11_000, 13_000)
  expect(breaker.isClosed).toBe(true)
})

test('ignores the reply to an earlier message while a probe is pending', () => {
  const breaker = open()
  breaker.admits('probe', 10_000)
  breaker.succeeded('d', 11_000, 11_000)
  expect(breaker.isClosed).toBe(false)
  breaker.failed('probe', 12_000)
  expect(breaker.admits('next', 31_999)).toBe(false)
  expect(breaker.admits('next', 32_000)).toBe(true)
})

test('doubles the wait once for the probes of a round, up to five minutes', () => {
  const breaker = open()
  let now = 0
  for (const wait of [10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000]) {
    expect(breaker.admits(`early ${now}`, now + wait - 1)).toBe(false)
    const probes = [`one ${now}`, `two ${now}`]
    expect(breaker.admits(probes[0] ?? '', now + wait)).toBe(true)
    now += 2 * wait
    expect(breaker.admits(probes[1] ?? '', now)).toBe(true)
    for (const probe of probes) breaker.failed(probe, now)
  }
})

test('closes after the reply to a slow probe, although later probes are pending', () => {
  const breaker = open()
  for (const [at, id] of ['one', 'two', 'three'].entries()) breaker.admits(id, 10_000 * (at + 1))
  breaker.succeeded('one', 34_000, 34_000)
  expect(breaker.isClosed).toBe(true)
})

test.each([
  ['forwards', 86_400_000],
  ['backwards', -86_400_000],
])('does not wait longer if the clock is set %s', (_, jump) => {
  const start = 1_800_000_000_000
  const breaker = open(start)
  expect(breaker.admits('probe', start + jump)).toBe(true)
  breaker.succeeded('probe', start + 500, start + jump + 500)
  expect(breaker.isClosed).toBe(true)
})
