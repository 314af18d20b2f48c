import { describe, expect, test } from 'vitest'
import { judgeVariation } from '../../../../../src/verdicts/hypothesis/contrasts/judge-variation.ts'
import { layoutOf, unitsOf, unusableLayout } from '../../../../../src/verdicts/hypothesis/samples/layout.ts'
import type { GroupedSample, Metric } from '../../../../../src/verdicts/hypothesis/samples/sample.ts'

/** Values by conversation, in each context. */
function grouped(metric: Metric, contexts: readonly Record<string, number[]>[]): GroupedSample {
  return {
    kind: 'grouped',
    metric,
    groups: contexts.map((byCluster, index) => ({
      context: `context ${index}`,
      values: Object.entries(byCluster).flatMap(([cluster, values]) => values.map((value) => ({ value, cluster }))),
    })),
    basis: 'measured',
    unmeasured: [],
  }
}

describe('the design in the data', () => {
  test('compares within conversations if half of them are in every context', () => {
    const layout = layoutOf(
      grouped('weight', [
        { a: [0.1, 0.2, 0.9], b: [0.5], c: [0.7] },
        { a: [0.3], b: [0.4, 0.8], d: [0.6] },
      ]),
    )
    // Hodges-Lehmann of 0.1, 0.2 and 0.9: the middle of 0.1, 0.15, 0.2, 0.5, 0.55, 0.9.
    expect(layout).toEqual({
      blocked: true,
      columns: [
        [expect.closeTo(0.35, 12), 0.5],
        [0.3, expect.closeTo(0.6, 12)],
      ],
      raw: [
        [[0.1, 0.2, 0.9], [0.5]],
        [[0.3], [0.4, 0.8]],
      ],
      leftOut: 2,
    })
    expect([unitsOf(layout), unusableLayout(layout)]).toEqual([2, null])
  })

  test('compares between conversations if fewer than half are in every context', () => {
    const layout = layoutOf(
      grouped('quality', [
        { a: [1, 0, 0], b: [1] },
        { a: [0], c: [1], d: [1] },
      ]),
    )
    expect(layout).toMatchObject({
      blocked: false,
      columns: [
        [1 / 3, 1],
        [0, 1, 1],
      ],
      leftOut: 0,
    })
    expect([unitsOf(layout), unusableLayout(layout)]).toEqual([5, null])
  })

  test('compares amounts by their logarithms', () => {
    const { columns } = layoutOf(grouped('latency', [{ a: [100] }, { a: [1000] }]))
    expect(columns).toEqual([[Math.log(100)], [Math.log(1000)]])
  })

  test.each([
    ['within', [{ a: [1] }, { a: [2] }]],
    ['between', [{ a: [1] }, { b: [2], c: [3] }]],
  ])('is inconclusive for one conversation in a context, %s', (_, contexts) => {
    expect(unusableLayout(layoutOf(grouped('weight', contexts)))).toBe(
      'one conversation in a context is too few to generalise from',
    )
  })
})

describe('more than two contexts that cannot be judged', () => {
  const CLAIM = { atLeast: 0.1, alpha: 0.05, direction: 'either', seed: 1, power: 0.8 } as const
  const two = { a: [0.1], b: [0.4] }
  const rates = { a: [1], b: [0] }
  const others = (key: string, values: number[]) =>
    Object.fromEntries(values.map((value, index) => [`${key}${index}`, [value]]))

  test.each<[string, GroupedSample, object]>([
    [
      'values that are all the same',
      grouped('weight', [others('a', [0.5, 0.5]), others('b', [0.5, 0.5]), others('c', [0.5, 0.5])]),
      { effect: { name: 'eta squared' }, n: 6, reason: 'no value differs from another, so their noise is not known' },
    ],
    [
      'conversations that are the same in all contexts',
      grouped('weight', [two, two, two]),
      {
        effect: { name: 'partial eta squared' },
        n: 2,
        reason: 'no value differs from another, so their noise is not known',
      },
    ],
    [
      'one conversation',
      grouped('quality', [{ a: [1] }, { a: [0] }, { a: [1] }]),
      { effect: { name: 'partial eta' }, n: 1, reason: 'one conversation in a context is too few to generalise from' },
    ],
    [
      'an empty context',
      grouped('quality', [rates, rates, {}]),
      { effect: { name: "Cramer's V" }, n: 0, reason: '1 of 3 contexts have no value' },
    ],
  ])('%s', (_, sample, facts) => {
    expect(judgeVariation(sample, CLAIM)).toMatchObject({ outcome: 'inconclusive', p: null, ...facts })
  })

  test('a direction', () => {
    const sample = grouped('weight', [two, { a: [0.2], b: [0.3] }, two])
    expect(judgeVariation(sample, { ...CLAIM, direction: 'positive' })).toMatchObject({
      reason: 'a direction needs two contexts, and there are more',
    })
    expect(judgeVariation(sample, { ...CLAIM, direction: 'either' }).p).not.toBeNull()
    expect(judgeVariation(grouped('quality', [rates, rates, rates]), CLAIM).effect).toMatchObject({
      name: 'partial eta',
      minimum: 0.1,
      claimed: 'at least',
    })
  })
})
