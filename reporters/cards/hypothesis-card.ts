import { basisText } from '../../src/verdicts/hypothesis/basis-text.ts'
import { describeEffect, describeP } from '../../src/verdicts/hypothesis/describe.ts'
import type { Finding } from '../../src/verdicts/hypothesis/finding.ts'
import type { HypothesisFamily, JudgedMember, Member } from '../../src/provenance/hypothesis/family.ts'
import type { Card } from './attach.ts'
import { type Badge, titleRows } from './badge.ts'
import { excerpt } from './excerpt.ts'
import { factRows } from './fact-rows.ts'
import { intervalRow } from './interval.ts'
import { drawCards } from './pages.ts'
import { gap, label, type Row, textRows } from './row.ts'
import { MONO } from './text-width.ts'

const TEXT_MAX = 2_000
const TITLE_MAX = 200

/** Draws a hypothesis among the others of its run: its outcome, its claim, and the interval beside its limit. Pure. */
export function hypothesisCard(member: Member, family: Pick<HypothesisFamily, 'alpha' | 'members'>): string[] {
  const { note } = member
  const badge = badgeOf(member)
  return drawCards({
    title: `${note.id}: ${badge.text}`,
    head: titleRows(badge, excerpt(note.id, TITLE_MAX)),
    rows: [
      ...label('Claim'),
      ...textRows(note.claim),
      ...(note.declaration.must === 'hold'
        ? textRows('It must hold: any other outcome fails the run.', { tone: 'muted' })
        : []),
      ...(member.kind === 'unmeasured' ? unmeasuredRows(member.note.why) : judgedRows(member, family)),
    ],
  })
}

/** The cards of a hypothesis. An inconclusive one is a warning. */
export function hypothesisAnnotation(member: Member, family: Pick<HypothesisFamily, 'alpha' | 'members'>): Card[] {
  const badge = badgeOf(member)
  const isDecided = member.kind === 'judged' && member.finding.outcome !== 'inconclusive'
  const svgs = hypothesisCard(member, family)
  return svgs.map((svg, index) => ({
    type: isDecided ? 'hypothesis' : 'warning',
    message: `${member.note.id}: ${badge.text}${svgs.length === 1 ? '' : `, card ${index + 1} of ${svgs.length}`}`,
    svg,
  }))
}

/** The outcome of a hypothesis, in a word. Only `supported` looks like a success. */
function badgeOf(member: Member): Badge {
  if (member.kind === 'unmeasured') return { text: 'no outcome', kind: 'fail' }
  const mustHold = member.note.declaration.must === 'hold'
  switch (member.finding.outcome) {
    case 'supported':
      return { text: 'supported', kind: 'pass' }
    case 'not_supported':
      return { text: 'not supported', kind: mustHold ? 'fail' : 'warn' }
    case 'inconclusive':
      return { text: 'inconclusive', kind: mustHold ? 'fail' : 'open' }
  }
}

function unmeasuredRows(why: string): Row[] {
  return [...label('Why there is no outcome'), ...textRows(excerpt(why, TEXT_MAX), { band: 'fail', font: MONO })]
}

function judgedRows(member: JudgedMember, { alpha, members }: Pick<HypothesisFamily, 'alpha' | 'members'>): Row[] {
  const { note, finding, adjustedP } = member
  const { p, n, repeats, basis, method } = finding
  const bare = (value: number | null) => describeP(value).replace(/^p /, '')
  const holm = members.length === 1 ? '' : `, ${bare(adjustedP)} by Holm over ${members.length} hypotheses`
  return [
    ...openRows(finding),
    ...label(describeEffect(finding)),
    ...effectRows(finding),
    gap(4),
    ...factRows('p value', `${bare(p)}${holm}; alpha ${alpha}`),
    ...factRows('n', repeats > 1 ? `${n} x ${repeats} repeats` : String(n)),
    ...factRows('rests on', basis === null ? basisText(finding) : `${basis} replies`),
    ...factRows('method', method),
    ...(note.unmeasured.length === 0
      ? []
      : factRows('without metric', excerpt(`${note.unmeasured.length}: ${note.unmeasured.join(', ')}`, TEXT_MAX))),
  ]
}

/** The note of an inconclusive finding: it is not a success, and what would decide. */
function openRows({ outcome, reason, needed }: Finding): Row[] {
  if (outcome !== 'inconclusive') return []
  return [
    gap(8),
    gap(4, 'warn'),
    ...textRows('The data do not decide. This is neither a success nor a refutation.', { band: 'warn' }),
    ...[
      { name: 'Why', text: reason },
      { name: 'Needed', text: needed?.sentence },
    ].flatMap(({ name, text }) =>
      text === undefined ? [] : textRows(excerpt(`${name}: ${text}`, TEXT_MAX), { band: 'warn' }),
    ),
    gap(4, 'warn'),
  ]
}

const TONES = { supported: 'pass', not_supported: 'warn', inconclusive: 'warn' } as const

function effectRows({ outcome, effect, interval }: Finding): Row[] {
  if (effect.value === null && interval.lower === null && interval.upper === null) return []
  // A ratio of one half is as far from no effect as one of two.
  const isRatio = effect.name.startsWith('ratio')
  const scaled = (value: number | null) => {
    if (value === null || !isRatio) return value
    return value > 0 ? Math.log(value) : null
  }
  const either = effect.claimed === 'beyond' ? ' either way' : ''
  return [
    intervalRow({
      value: scaled(effect.value),
      lower: scaled(interval.lower),
      upper: scaled(interval.upper),
      limit: {
        at: scaled(effect.minimum) ?? 0,
        claimed: effect.claimed,
        text: `claimed: ${effect.claimed} ${effect.minimum}${either}`,
      },
      none: { at: 0, text: `no effect: ${isRatio ? 1 : 0}` },
      tone: TONES[outcome],
    }),
  ]
}
