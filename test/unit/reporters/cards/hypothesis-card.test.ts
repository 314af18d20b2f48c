import { describe, expect, it } from 'vitest'
import { hypothesisCard } from '../../../../reporters/cards/hypothesis-card.ts'
import type { Finding, Inconclusive } from '../../../../src/verdicts/hypothesis/finding.ts'
import { familyOf, type HypothesisFamily } from '../../../../src/provenance/hypothesis/family.ts'
import { judgedNote, openNote, unmeasuredNote } from '../../../../src/provenance/hypothesis/hypothesis-note.ts'
import { parseSvg, svgLines } from '../../../support/svg.ts'

const facts = {
  method: 'exact signed-rank',
  effect: { name: 'ratio', value: 2.4, minimum: 2, claimed: 'at least' },
  interval: { lower: 2.1, upper: 2.8, confidence: 0.95 },
  p: 0.004,
  n: 12,
  repeats: 5,
  basis: 'replayed',
} as const

const supported: Finding = { ...facts, outcome: 'supported' }
const inconclusive: Inconclusive = {
  ...facts,
  outcome: 'inconclusive',
  interval: { lower: 0.8, upper: null, confidence: 0.95 },
  p: 0.4,
  reason: 'the interval holds values on both sides of the limit',
  needed: { repeats: 9, sentence: '9 repeats of each golden would probably decide' },
}

function family(findings: Record<string, Finding>, must?: 'hold'): HypothesisFamily {
  const notes = Object.entries(findings).map(([id, finding]) =>
    judgedNote(openNote(id, { claim: 'the embedder is twice as fast', ...(must && { must }) }), finding, []),
  )
  return familyOf(notes, 0)
}

function linesOf(of: HypothesisFamily, index = 0): string[] {
  const member = of.members[index]
  if (member === undefined) throw new Error('no such member')
  return hypothesisCard(member, of).flatMap(svgLines)
}

describe('hypothesisCard', () => {
  it('shows badge, claim, interval beside its limit, p, n and method', () => {
    expect(linesOf(family({ H3: supported }))).toMatchInlineSnapshot(`
      [
        "SUPPORTED",
        "H3",
        "Claim",
        "the embedder is twice as fast",
        "ratio 2.4 (95 %: 2.1 to 2.8, claimed at least 2)",
        "claimed: at least 2",
        "no effect: 1",
        "p value",
        "0.004; alpha 0.05",
        "n",
        "12 x 5 repeats",
        "rests on",
        "replayed replies",
        "method",
        "exact signed-rank",
      ]
    `)
  })

  it('marks an inconclusive outcome as not a success, and says what would decide', () => {
    const of = family({ H3: inconclusive })
    expect(linesOf(of)).toMatchInlineSnapshot(`
      [
        "INCONCLUSIVE",
        "H3",
        "Claim",
        "the embedder is twice as fast",
        "The data do not decide. This is neither a success nor a refutation.",
        "Why: the interval holds values on both sides of the limit",
        "Needed: 9 repeats of each golden would probably decide",
        "ratio 2.4 (95 %: 0.8 to unknown, claimed at least 2)",
        "claimed: at least 2",
        "no effect: 1",
        "p value",
        "0.4; alpha 0.05",
        "n",
        "12 x 5 repeats",
        "rests on",
        "replayed replies",
        "method",
        "exact signed-rank",
      ]
    `)
    const [member] = of.members
    const elements = member === undefined ? [] : hypothesisCard(member, of).flatMap(parseSvg)
    expect(elements.filter(({ attributes }) => attributes['class'] === 'b-pass')).toEqual([])
    expect(elements.some(({ attributes }) => attributes['stroke-dasharray'] === '4 3')).toBe(true)
  })

  it('shows the p value that the other hypotheses of the run leave', () => {
    const lines = linesOf(family({ H1: supported, H2: { ...supported, p: 0.02 } }))
    expect(lines).toContain('0.004, 0.008 by Holm over 2 hypotheses; alpha 0.05')
  })

  it('shows that a hypothesis must hold, and fails where it does not', () => {
    const [badge, , , , must] = linesOf(family({ H3: inconclusive }, 'hold'))
    expect(badge).toBe('INCONCLUSIVE')
    expect(must).toBe('It must hold: any other outcome fails the run.')
  })

  it('says why there is no outcome', () => {
    const of = familyOf([unmeasuredNote(openNote('H9', { claim: '<b>bold</b>' }), 'the server is down')], 0)
    expect(linesOf(of)).toEqual([
      'NO OUTCOME',
      'H9',
      'Claim',
      '<b>bold</b>',
      'Why there is no outcome',
      'the server is down',
    ])
  })
})
