import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareSets, type Comparison, type RegressionOptions } from '../../../../src/evidence.ts'
import type { GoldenResult } from '../../../../src/verdicts/results.ts'
import { describeMetric } from '../../../../src/verdicts/regression/metric-text.ts'

/** A golden whose replies have these texts; a text of null is not known. */
function golden(index: number, passed: boolean, texts: (string | null)[]): GoldenResult {
  return {
    id: `g${index}`,
    trait: '',
    fingerprint: 'same',
    unmeasured: [],
    replies: texts.map((text, repeat) => ({
      repeat,
      source: 'embedder',
      model: 'm',
      passed,
      latencyMs: 200 + index,
      firstTokenMs: null,
      completionTokens: null,
      ...(text === null ? {} : { digest: text }),
      origin: 'measured',
    })),
  }
}

const set = (size: number, passes: (index: number) => boolean, text: string | null = 'old') =>
  Array.from({ length: size }, (_, index) => golden(index, passes(index), [text === null ? null : `${text} ${index}`]))

function compare(
  before: GoldenResult[],
  now: GoldenResult[],
  policy: RegressionOptions = {},
  greedy = true,
): Comparison {
  return compareSets(before, { set: 's', ids: now.map(({ id }) => id), goldens: now }, policy, { greedy })
}

const qualityOf = (comparison: Comparison) => comparison.metrics[1]

describe('a greedy set of ten', () => {
  const before = set(10, () => true)

  test('passes when nothing changed', () => {
    expect(compare(before, before).verdict).toBe('pass')
    expect(qualityOf(compare(before, before))).toMatchObject({ verdict: 'pass', change: 0, p: null })
  })

  test.each([
    [1, 0.125, 'pass'],
    [2, 0.125, 'fail'],
    [3, 0.125, 'fail'],
    [3, 0.3, 'pass'],
    [4, 0.3, 'fail'],
  ])('with %i new failures, at a margin of %f: %s', (broken, quality, verdict) => {
    const now = set(10, (index) => index >= broken, 'new')
    expect(qualityOf(compare(before, now, { quality }))?.verdict).toBe(verdict)
    expect(compare(before, now, { quality }).broke).toHaveLength(broken)
    // The mode strict makes no difference.
    expect(qualityOf(compare(before, now, { quality, mode: 'strict' }))?.verdict).toBe(verdict)
  })

  test('prints the interval, and that the value decides', () => {
    const now = set(10, (index) => index >= 3, 'new')
    const line = compare(before, now).metrics.map(describeMetric)[1]
    expect(line).toMatchInlineSnapshot(
      `"pass rate 100 -> 70 % (-30.0, 95 %: -57.2 to +7.2, limit -12.5), greedy: the value decides, n 10: fail"`,
    )
  })

  test('where two improved and two broke has the same pass rate', () => {
    const half = set(10, (index) => index % 2 === 0)
    const swapped = set(10, (index) => (index < 4 ? index % 2 === 1 : index % 2 === 0), 'new')
    const comparison = compare(half, swapped)
    expect(qualityOf(comparison)).toMatchObject({ verdict: 'pass', change: 0 })
    expect([comparison.broke, comparison.improved]).toEqual([
      ['g0', 'g2'],
      ['g1', 'g3'],
    ])
  })

  test('does not get worse with the same replies, even if a judge is inconsistent', () => {
    const stricter = set(10, (index) => index >= 3)
    expect(qualityOf(compare(before, stricter))).toMatchObject({ verdict: 'pass', change: 0 })
  })

  test('judges by verdicts alone where texts are not known', () => {
    const unknown = set(10, () => true, null)
    expect(
      qualityOf(
        compare(
          unknown,
          set(10, () => true, null),
        ),
      )?.verdict,
    ).toBe('pass')
    expect(
      qualityOf(
        compare(
          unknown,
          set(10, (index) => index >= 3),
        ),
      )?.verdict,
    ).toBe('fail')
  })

  test('takes chance into account where the repeats of a golden differ', () => {
    const varied = [golden(0, true, ['a', 'b']), ...set(10, () => true).slice(1)]
    expect(qualityOf(compare(varied, varied))).toMatchObject({ verdict: 'inconclusive', p: expect.any(Number) })
    const copied = set(10, () => true).map((_, index) => golden(index, true, ['a', 'a', 'a']))
    expect(qualityOf(compare(copied, copied))).toMatchObject({ verdict: 'pass', repeats: 1 })
  })

  test('does not compare a golden whose expectation changed', () => {
    const changed = before.map((each, index) => (index < 3 ? { ...each, fingerprint: 'new' } : each))
    const comparison = compare(before, changed)
    expect(comparison.stale.map(({ id }) => id)).toEqual(['g0', 'g1', 'g2'])
    expect(qualityOf(comparison)).toMatchObject({ n: 7, verdict: 'pass' })
  })
})

test('is never inconclusive, and fails exactly beyond the margin', () => {
  const verdicts = fc.array(fc.tuple(fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(verdicts, fc.double({ min: 0.01, max: 1, noNaN: true }), (list, quality) => {
      const before = set(list.length, (index) => list[index]?.[0] === true)
      const now = set(list.length, (index) => list[index]?.[1] === true, 'new')
      const fall = list.filter(([was]) => was).length - list.filter(([, is]) => is).length
      const beyond = fall > quality * list.length + 1e-6
      const within = fall < quality * list.length - 1e-6
      const verdict = qualityOf(compare(before, now, { quality }))?.verdict
      expect(verdict).toBe(beyond ? 'fail' : within ? 'pass' : verdict)
      expect(verdict).not.toBe('inconclusive')
    }),
  )
})

describe('the advice for sampled replies', () => {
  test.each([5, 10, 15])('%i unchanged goldens pass with the advised number, and not with fewer', (size) => {
    const sampled = (goldens: number) => {
      const same = set(goldens, () => true)
      return qualityOf(compare(same, same, {}, false))
    }
    const wanted = sampled(size)?.needed?.repeats ?? sampled(size)?.needed?.goldens ?? 0
    const repeated = (repeats: number) => {
      const texts = Array.from({ length: repeats }, (_, repeat) => `reply ${repeat}`)
      const same = Array.from({ length: size }, (_, index) => golden(index, true, texts))
      return qualityOf(compare(same, same, {}, false))?.verdict
    }
    expect(sampled(size)?.needed?.repeats).toBe(wanted)
    expect([repeated(wanted - 1), repeated(wanted)]).toEqual(['inconclusive', 'pass'])
  })

  test('copies of ten goldens pass with nineteen', () => {
    const copied = (size: number) => {
      const same = Array.from({ length: size }, (_, index) => golden(index, true, ['a', 'a']))
      return qualityOf(compare(same, same, {}, false))
    }
    expect(copied(10)?.needed).toMatchObject({
      goldens: 19,
      sentence: 'about 19 goldens would decide; repeats are copies of each other',
    })
    expect([copied(18)?.verdict, copied(19)?.verdict]).toEqual(['inconclusive', 'pass'])
  })
})
