import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { instrument } from '../../../../scripts/mutation/instrument.ts'

const changes = (code: string) =>
  instrument('a.ts', code).mutants.map(({ original, replacement }) => [original, replacement])

describe('the mutants of a source', () => {
  test.each<[string, [string, string][]]>([
    [
      'const level = 0.5',
      [
        ['0.5', '0.6'],
        ['0.5', '0.4166666666666667'],
      ],
    ],
    [
      'const count = 60',
      [
        ['60', '61'],
        ['60', '59'],
      ],
    ],
    [
      'f(a < b)',
      [
        ['f(a < b)', ''],
        ['a < b', 'a <= b'],
        ['a < b', 'true'],
        ['a < b', 'false'],
        ['a < b', 'a < 1.2 * b'],
      ],
    ],
    [
      'if (ready) ;',
      [
        ['ready', 'true'],
        ['ready', 'false'],
      ],
    ],
    [
      'const c = a && b',
      [
        ['a && b', 'a || b'],
        ['a', 'true'],
        ['a', 'false'],
      ],
    ],
    ['const c = Math.min(a, b)', [['Math.min(a, b)', 'Math.max(a, b)']]],
    ['const c = a?.b.filter(f)', []],
    ['const c = list[0] ?? 0', [['0', '1']]],
    [
      'const c = map.get(key) ?? 0',
      [
        ['map.get(key) ?? 0', 'map.get(key)'],
        ['map.get(key) ?? 0', '0'],
        ['0', '1'],
      ],
    ],
    [
      'const c = /^a+$/i',
      [
        ['/^a+$/i', '/a+$/i'],
        ['/^a+$/i', '/^a+/i'],
        ['/^a+$/i', '/^a{1}$/i'],
        ['/^a+$/i', '/^a+$/'],
      ],
    ],
    ["import a from 'a'; type B = 1; interface C { d: 2 }", []],
  ])('%s', (code, expected) => {
    expect(changes(code)).toEqual(expected)
  })

  test('are all in the instrumented source, which still runs as before without one', () => {
    const { code, mutants } = instrument('a.ts', 'const limit = 3\nconst within = (n) => n <= limit\n')
    const active = { at: -1 }
    const $mutation = {
      file: () => 0,
      at: (first: number, count: number) => active.at >= first && active.at < first + count,
      is: (mutant: number) => active.at === mutant,
      again: () => undefined,
      empty: () => undefined,
    }
    const within = (n: number, mutant: number): unknown => {
      active.at = mutant
      return runInNewContext(`${code}; within(${n})`, { $mutation })
    }
    expect([2, 3, 4].map((n) => within(n, -1))).toEqual([true, true, false])
    const results = mutants.map((_, index) => [3, 4].map((n) => within(n, index)))
    // limit 4, limit 2, <, true, false, 1.2 times the limit
    expect(results).toEqual([
      [true, true],
      [false, false],
      [false, false],
      [true, true],
      [false, false],
      [true, false],
    ])
  })
})
