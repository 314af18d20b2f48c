import { describe, expect, test } from 'vitest'
import { sloVerdictOf } from '../../../../src/verdicts/slo/combine.ts'
import type { Objective, Shown } from '../../../../src/verdicts/slo/judge.ts'
import { describeObjective } from '../../../../src/verdicts/slo/objective-text.ts'

const MET: Objective = { objective: 'passRate', target: 0.9, value: 0.96, met: true, n: 50, shown: null }
const OPEN: Shown = { confidence: 0.95, bound: 0.88, verdict: 'open', goldens: 50, needs: 93 }

describe('an objective on one line', () => {
  test.each<[Partial<Objective>, string]>([
    [{}, 'passRate 0.96 (at least 0.9), n 50: met'],
    [{ met: false }, 'passRate 0.96 (at least 0.9), n 50: not met'],
    [{ target: null }, 'passRate 0.96 (no limit set), n 50: reported'],
    [
      { value: null, met: false, n: 0, reason: 'no golden ran' },
      'passRate unknown (at least 0.9), n 0: inconclusive (no golden ran)',
    ],
    [{ objective: 'ttftMs', target: 1_500, value: 250 }, 'ttftMs 250 ms (at most 1,500 ms), n 50: met'],
    [{ shown: { ...OPEN, verdict: 'met' } }, 'passRate 0.96 (at least 0.9), n 50: met (shown at 95 %)'],
    [{ shown: OPEN }, 'passRate 0.96 (at least 0.9), n 50: met (not shown at 95 %: bound 0.88, needs n = 93)'],
    [
      { met: false, shown: OPEN, reason: 'not shown at 95 %' },
      'passRate 0.96 (at least 0.9), n 50: inconclusive (not shown at 95 %: bound 0.88, needs n = 93)',
    ],
    [
      { shown: { ...OPEN, goldens: 20, bound: null } },
      'passRate 0.96 (at least 0.9), n 50: met (not shown at 95 %: 20 goldens, needs 93)',
    ],
    [{ shown: { ...OPEN, needs: null } }, 'passRate 0.96 (at least 0.9), n 50: met (not shown at 95 %: bound 0.88)'],
    [{ shown: { ...OPEN, needs: null, bound: null } }, 'passRate 0.96 (at least 0.9), n 50: met (not shown at 95 %)'],
    [
      { shown: { ...OPEN, verdict: 'met', confidence: 0.9999 } },
      'passRate 0.96 (at least 0.9), n 50: met (shown at 100 %)',
    ],
    [
      { shown: { ...OPEN, verdict: 'met', confidence: 0.975 } },
      'passRate 0.96 (at least 0.9), n 50: met (shown at 97.5 %)',
    ],
  ])('%o', (facts, line) => {
    expect(describeObjective({ ...MET, ...facts })).toBe(line)
  })

  test('shortens a reason to 300 characters', () => {
    const described = (length: number) => describeObjective({ ...MET, reason: 'x'.repeat(length) })
    expect(described(300)).toMatch(/\(x{300}\)$/)
    expect(described(301)).toMatch(/\(x{300}… \(1 more characters\)\)$/)
  })
})

describe('the verdict on a set', () => {
  const open: Objective = { ...MET, objective: 'p95Ms', met: false, reason: 'no golden got a reply' }

  test.each<[string, Objective[], string, string | undefined]>([
    ['passes where all are met', [MET, MET], 'pass', undefined],
    ['fails where one is missed', [MET, { ...MET, met: false }], 'fail', undefined],
    ['is open where one has a reason', [MET, open], 'inconclusive', 'p95Ms: no golden got a reply'],
    [
      'names all reasons',
      [open, { ...MET, reason: 'unjudged' }],
      'inconclusive',
      'p95Ms: no golden got a reply; passRate: unjudged',
    ],
  ])('%s', (_, objectives, verdict, reason) => {
    expect(sloVerdictOf('sample', objectives)).toStrictEqual({
      set: 'sample',
      verdict,
      objectives,
      ...(reason === undefined ? {} : { reason }),
    })
  })
})
