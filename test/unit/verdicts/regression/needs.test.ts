import { describe, expect, test } from 'vitest'
import type { Stratum } from '../../../../src/statistics/counts/stratified.ts'
import { normalQuantile } from '../../../../src/statistics/distributions/normal.ts'
import { seededRandom } from '../../../../src/statistics/distributions/random.ts'
import { pairedRateBounds } from '../../../../src/statistics/counts/paired-rate.ts'
import { latencyNeeds, shareNeeds } from '../../../../src/verdicts/regression/needs.ts'
import type { Pair } from '../../../../src/verdicts/regression/rule.ts'
import type { GoldenResult } from '../../../../src/verdicts/results.ts'

const LEVELS = { fail: 0.005, pass: 0.05 }

function golden(id: string, logs: readonly number[]): GoldenResult {
  const facts = { source: 'embedder', model: 'm', passed: true, firstTokenMs: null, completionTokens: null } as const
  const replies = logs.map((log, repeat) => ({
    ...facts,
    repeat,
    latencyMs: Math.exp(log),
    origin: 'measured' as const,
  }))
  return { id, trait: '', fingerprint: 'f', replies, unmeasured: [] }
}

/** Goldens that all change by `change`, alternately `apart` more and less, whose repeats lie `noise` around their mean. */
function changing(given: { goldens: number; change: number; apart: number; noise: number; repeats?: number }) {
  const { goldens, change, apart, noise, repeats = 2 } = given
  const around = (centre: number) =>
    Array.from({ length: repeats }, (_, repeat) => centre + (repeats === 1 ? 0 : repeat % 2 === 0 ? noise : -noise))
  const changes = Array.from({ length: goldens }, (_, index) => change + (index % 2 === 0 ? apart : -apart))
  const pairs = changes.map((log, index): Pair => ({
    id: `g${index}`,
    baseline: golden('b', around(5)),
    current: golden('c', around(5 + log)),
  }))
  return { pairs, differences: changes }
}

describe('repeats that would decide about latency', () => {
  const margin = Math.log(1.25)

  // (z + 0.842) √(2 σ² / (K R) + τ² / K + 2 s²) / 0.977 <= gap, the rule of the method with a power of 80 %.
  const enough = (given: { goldens: number; repeats: number; within: number; between: number; drift: number }) => {
    const { goldens, repeats, within, between, drift } = given
    const error = Math.sqrt((within / repeats + between) / goldens + 2 * drift ** 2)
    return (gap: number, z: number) => ((z + 0.8416212) * error) / 0.977 <= gap
  }

  test.each([
    ['an unchanged system', { goldens: 10, change: 0, apart: 0, noise: 0.5 }, 0.01, 'evidence'],
    ['one near its margin', { goldens: 12, change: 0.1, apart: 0.05, noise: 0.4 }, 0.005, 'evidence'],
    ['one beyond its margin', { goldens: 9, change: 0.3, apart: 0.1, noise: 0.6 }, 0.02, 'evidence'],
    ['one beyond its margin, in mode strict', { goldens: 30, change: 0.4, apart: 0.1, noise: 0.6 }, 0.01, 'strict'],
    ['one with four repeats', { goldens: 10, change: 0, apart: 0.25, noise: 0.9, repeats: 4 }, 0, 'evidence'],
  ] as const)('of %s are the fewest that leave room for 80 in 100', (_, given, drift, mode) => {
    const { pairs, differences } = changing(given)
    const { goldens, change, apart, noise } = given
    const repeats = 'repeats' in given ? given.repeats : 2
    const needed = latencyNeeds(pairs, { differences, estimate: change, margin, drift, levels: LEVELS, mode })
    // Two repeats at ±noise on either side, and differences at ±apart, whose sample variances are these.
    const within = (2 * repeats * noise ** 2) / (repeats - 1)
    const total = (goldens * apart ** 2 - (goldens % 2) * (apart ** 2 / goldens)) / (goldens - 1)
    const between = Math.max(0, total - within / repeats)
    const passing = change < margin
    const [gap, z] = [passing ? margin - change : mode === 'strict' ? change - margin : change, passing ? 0.05 : 0.005]
    const decides = (more: number) =>
      enough({ goldens, repeats: more, within, between, drift })(gap, -normalQuantile(z))
    const wanted = Array.from({ length: 100 }, (_, n) => n + 1).find((n) => n > repeats && decides(n)) ?? null
    expect(wanted).not.toBeNull()
    expect(needed).toMatchObject({ repeats: wanted, goldens: null })
    const more = (wanted ?? 0) - repeats
    expect(needed.sentence).toBe(
      `${more} more ${more === 1 ? 'repeat' : 'repeats'} of both sides would decide: run with AIOS_REPEATS=${wanted}`,
    )
  })

  test('do not help where goldens differ, but more goldens do', () => {
    const [goldens, apart, noise] = [10, 0.6, 0.05]
    const { pairs, differences } = changing({ goldens, change: 0, apart, noise })
    const needed = latencyNeeds(pairs, { differences, estimate: 0, margin, drift: 0, levels: LEVELS, mode: 'evidence' })
    const total = (goldens * apart ** 2) / (goldens - 1)
    const decides = (wanted: number) =>
      enough({ goldens: wanted, repeats: 1, within: 0, between: total, drift: 0 })(margin, 1.6448536)
    const wanted = Array.from({ length: 1000 }, (_, n) => n + 1).find(decides)
    expect(needed).toMatchObject({ repeats: null, goldens: wanted, sentence: `about ${wanted} goldens would decide` })
  })

  test('are not known from a single repeat: goldens count as noise', () => {
    const [goldens, apart] = [10, 0.3]
    const { pairs, differences } = changing({ goldens, change: 0, apart, noise: 0, repeats: 1 })
    const needed = latencyNeeds(pairs, { differences, estimate: 0, margin, drift: 0, levels: LEVELS, mode: 'evidence' })
    const within = (goldens * apart ** 2) / (goldens - 1)
    const decides = (repeats: number) => enough({ goldens, repeats, within, between: 0, drift: 0 })(margin, 1.6448536)
    expect(needed.repeats).toBe(Array.from({ length: 99 }, (_, n) => n + 2).find(decides))
  })

  test('are printed in the singular for one more', () => {
    const { pairs, differences } = changing({ goldens: 10, change: 0, apart: 0, noise: 0.2 })
    // R = 4 noise² (2.486 / (0.977 margin))² / 10 = 2.08
    const { sentence } = latencyNeeds(pairs, {
      differences,
      estimate: 0,
      margin,
      drift: 0,
      levels: LEVELS,
      mode: 'evidence',
    })
    expect(sentence).toBe('1 more repeat of both sides would decide: run with AIOS_REPEATS=3')
  })

  test('count from the side and the golden with the fewest repeats', () => {
    const { pairs, differences } = changing({ goldens: 10, change: 0, apart: 0.3, noise: 0, repeats: 1 })
    const more = pairs.map((pair, index) => (index === 0 ? pair : { ...pair, current: golden('c', [5, 5, 5]) }))
    const open = { differences, estimate: 0, margin, drift: 0, levels: LEVELS, mode: 'evidence' } as const
    expect(latencyNeeds(more, open)).toEqual(latencyNeeds(pairs, open))
  })

  test('are up to a hundred, then more goldens', () => {
    const of = (noise: number) => {
      const { pairs, differences } = changing({ goldens: 10, change: 0, apart: 0, noise })
      return latencyNeeds(pairs, { differences, estimate: 0, margin, drift: 0, levels: LEVELS, mode: 'evidence' })
    }
    // R = 4 noise² (2.486 / (0.977 margin))² / 10
    const noise = (repeats: number) => ((Math.sqrt(repeats * 10) / 2) * 0.977 * margin) / (1.6448536 + 0.8416212)
    expect(of(noise(99.5)).repeats).toBe(100)
    expect(of(noise(100.5))).toMatchObject({ repeats: null, goldens: 503 })
  })

  test('do not exist where runs drift too much, nor below eight goldens', () => {
    const of = (goldens: number, drift: number) => {
      const { pairs, differences } = changing({ goldens, change: 0, apart: 0, noise: 0.5 })
      return latencyNeeds(pairs, { differences, estimate: 0, margin, drift, levels: LEVELS, mode: 'evidence' })
    }
    // √2 2.486 s / 0.977 = log 1.25 at s = 0.06200
    expect(of(10, 0.0625)).toEqual({
      repeats: null,
      goldens: null,
      sentence: 'too near the limit for the drift between runs: no number of repeats would decide',
    })
    expect(of(10, 0.061).repeats ?? of(10, 0.061).goldens).not.toBeNull()
    expect(of(7, 0.01)).toMatchObject({ repeats: null, goldens: 8 })
    expect(of(8, 0.01).repeats).not.toBeNull()
  })
})

describe('goldens or repeats that would decide about a share', () => {
  const unchanged = (goldens: number, repeats: number): Stratum[] =>
    Array.from({ length: goldens }, () => ({ before: repeats, beforeN: repeats, after: repeats, afterN: repeats }))
  const open = { estimate: 0, levels: LEVELS, mode: 'evidence', copies: '', repeatsHelp: false } as const

  test.each([0.02, 0.05, 0.1, 0.125, 0.25])(
    'of an unchanged set are the fewest that pass at a margin of %f',
    (margin) => {
      const passes = (goldens: number, repeats: number) =>
        -pairedRateBounds(unchanged(goldens, repeats), 0.95).lower < margin
      for (const repeats of [1, 2]) {
        const wanted = Array.from({ length: 500 }, (_, n) => n + 1).find((n) => passes(n, repeats))
        const { goldens } = shareNeeds(unchanged(3, repeats), { ...open, margin })
        expect(goldens).toBe(wanted)
      }
      const repeats = Array.from({ length: 99 }, (_, n) => n + 2).find((n) => passes(12, n)) ?? null
      if (!passes(12, 1) && repeats !== null) {
        expect(shareNeeds(unchanged(12, 1), { ...open, margin, repeatsHelp: true })).toMatchObject({
          repeats,
          goldens: null,
        })
      }
    },
  )

  test('say why repeats do not help', () => {
    const copies = 'repeats are copies of each other'
    const { goldens, sentence } = shareNeeds(unchanged(3, 1), { ...open, margin: 0.1, copies })
    expect(sentence).toBe(`about ${goldens} goldens would decide; ${copies}`)
  })

  test('do not exist at the limit, nor for a margin so small that no set shows it', () => {
    const at = (estimate: number, margin: number, mode: 'evidence' | 'strict') =>
      shareNeeds(unchanged(5, 1), { ...open, estimate, margin, mode })
    expect(at(0.1, 0.1, 'strict').sentence).toBe('at the limit: no number of goldens would decide')
    expect(at(0, 1e-6, 'evidence')).toEqual({
      repeats: null,
      goldens: null,
      sentence: 'too near the limit: no number of goldens would decide',
    })
  })

  // A fall of as many goldens as were seen, drawn anew: planned for 80 of 100.
  test.each([
    ['evidence', 30, 6, 0.125],
    ['strict', 30, 12, 0.125],
    ['evidence', 20, 2, 0.25],
  ] as const)('in mode %s decide as often as planned: %i goldens of which %i fell', (mode, size, falls, margin) => {
    const falling = (goldens: number, fell: (index: number) => boolean): Stratum[] =>
      Array.from({ length: goldens }, (_, index) => ({ before: 1, beforeN: 1, after: fell(index) ? 0 : 1, afterN: 1 }))
    const seen = falling(size, (index) => index < falls)
    const estimate = -pairedRateBounds(seen, 0.95).estimate
    const { goldens } = shareNeeds(seen, { ...open, estimate, margin, mode })
    if (goldens === null) throw new Error('no advice')
    const random = seededRandom(1)
    const decided = Array.from({ length: 400 }, () => {
      const strata = falling(goldens, () => random.uniform() < estimate)
      const { lower, upper } = pairedRateBounds(strata, 0.995)
      const passes = -pairedRateBounds(strata, 0.95).lower < margin
      return passes || upper < (mode === 'strict' ? -margin : 0) || lower > 1
    }).filter(Boolean).length
    expect(decided / 400).toBeGreaterThan(0.7)
    expect(decided / 400).toBeLessThan(0.92)
    expect(goldens).toBeGreaterThan(size)
  })
})
