import { assert } from './domain.ts'

/** A stream of pseudo-random numbers that is the same for the same seed, on every machine. */
export interface Random {
  /** Uniform from 0 (included) to 1 (excluded), in steps of 2^-53. */
  uniform(): number
  /** From the standard normal distribution (polar method of Marsaglia). */
  normal(): number
  /** An integer from 0 to n - 1. */
  integer(n: number): number
  /** The values in a random order; the list itself is not changed. */
  shuffle<T>(values: readonly T[]): T[]
}

/**
 * The generator sfc32 (Doty-Humphrey, PractRand), its state filled from an integer. Suitable for resampling, but
 * not for secrets.
 */
export function seededRandom(seed: number): Random {
  assert(Number.isSafeInteger(seed), 'seed', 'an integer', seed)
  const next = sfc32(seed)
  const uniform = () => ((next() >>> 5) * 67_108_864 + (next() >>> 6)) / 9_007_199_254_740_992
  const integer = (n: number) => {
    assert(Number.isSafeInteger(n) && n > 0, 'n', 'an integer from 1', n)
    return Math.floor(uniform() * n)
  }
  let spare: number | null = null
  return {
    uniform,
    integer,
    normal() {
      if (spare !== null) {
        const value = spare
        spare = null
        return value
      }
      for (;;) {
        const [u, v] = [2 * uniform() - 1, 2 * uniform() - 1]
        const square = u * u + v * v
        if (square === 0 || square >= 1) continue
        const factor = Math.sqrt((-2 * Math.log(square)) / square)
        spare = v * factor
        return u * factor
      }
    },
    shuffle<T>(values: readonly T[]): T[] {
      const shuffled = [...values]
      for (let last = shuffled.length - 1; last > 0; last--) {
        const other = integer(last + 1)
        ;[shuffled[last], shuffled[other]] = [shuffled[other] as T, shuffled[last] as T]
      }
      return shuffled
    },
  }
}

function sfc32(seed: number): () => number {
  let a = 0
  let b = seed | 0
  let c = Math.floor(seed / 4_294_967_296) | 0
  let counter = 1
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }
  // Seeds that differ in one bit give unrelated streams after these rounds.
  for (let round = 0; round < 15; round++) next()
  return next
}
