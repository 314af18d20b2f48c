import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../../src/statistics/distributions/random.ts'

const upTo = (n: number) => Array.from({ length: n + 1 }, (_, index) => index)

describe('pseudo-random numbers', () => {
  // sfc32 of PractRand, whose output is defined by its published code, with the seed in b and c. The expected numbers are
  // those of a second implementation of it in Python, of Marsaglia's polar method, and of the Fisher-Yates shuffle.
  test('are the same on every machine', () => {
    const random = seededRandom(1)
    const first = Array.from({ length: 3 }, () => random.uniform())
    expect(first).toEqual([0.4143997614965732, 0.3868573653355908, 0.967716195918118])
    expect(() => seededRandom(0.5)).toThrow('seed must be an integer, got 0.5')
  })

  test.each([
    [0, 0.9817317219131122],
    [6 + 9 * 2 ** 32, 0.9442423227702915],
    [-4, 0.9136409453363986],
    [2 ** 53 - 1, 0.04254553797168481],
    [1 - 2 ** 53, 0.8483494538150882],
  ])('use every bit of the seed %d', (seed, first) => {
    expect(seededRandom(seed).uniform()).toBe(first)
  })

  test('of the normal distribution come in pairs, and both are used', () => {
    const random = seededRandom(5)
    const expected = [
      0.03423920839944567, 2.6246715133517067, 0.38342744000771334, -0.07425041561521407, -2.4659374349786085,
      -2.1444583429667152,
    ]
    for (const value of expected) expect(random.normal()).toBeCloseTo(value, 14)
  })

  test('shuffle with one draw for each place but the first', () => {
    const random = seededRandom(4)
    const shuffled = random.shuffle('abcdefgh'.split(''))
    expect([shuffled, random.uniform()]).toEqual(['dehgfbac'.split(''), 0.5272030565137642])
  })

  test('have the moments and shares of their distributions', () => {
    const random = seededRandom(7)
    const normals = Array.from({ length: 20_000 }, () => random.normal())
    const moment = (power: number) => normals.reduce((sum, value) => sum + value ** power, 0) / normals.length
    expect(Math.abs(moment(1))).toBeLessThan(0.03)
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.04)
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.3)
    const lag = normals.slice(1).reduce((sum, value, index) => sum + value * (normals[index] ?? 0), 0) / normals.length
    expect(Math.abs(lag)).toBeLessThan(0.03)
    const dice = Array.from({ length: 12_000 }, () => random.integer(6))
    for (const face of upTo(5)) expect(Math.abs(dice.filter((each) => each === face).length - 2000)).toBeLessThan(180)
    for (const wrong of [0, -1, 0.5]) expect(() => random.integer(wrong)).toThrow('n must be an integer from 1')
    expect(random.integer(1)).toBe(0)
  })

  test('shuffle into each order equally often, and leave the list as it is', () => {
    const random = seededRandom(3)
    const list = ['a', 'b', 'c']
    const counts = new Map<string, number>()
    for (let round = 0; round < 6000; round++) {
      const order = random.shuffle(list).join('')
      counts.set(order, (counts.get(order) ?? 0) + 1)
    }
    expect(list).toEqual(['a', 'b', 'c'])
    expect([...counts.keys()].sort()).toEqual(['abc', 'acb', 'bac', 'bca', 'cab', 'cba'])
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(120)
  })
})
