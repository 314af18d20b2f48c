import { basisText } from '../src/verdicts/hypothesis/basis-text.ts'
import { describeNumbers, describeP } from '../src/verdicts/hypothesis/describe.ts'
import { countsOf } from '../src/provenance/events/hypothesis-event.ts'
import { type HypothesisFamily, inWords, type JudgedMember, type Member } from '../src/provenance/hypothesis/family.ts'
import { layOut, paint, type SummaryRow, type Screen } from './summary.ts'

/** The hypotheses of a run: two lines for each, and a closing line. Texts of notes are printable already. */
export function hypothesisBlock(family: HypothesisFamily, screen: Screen): string {
  const longest = family.members.reduce((most, { note }) => Math.max(most, note.id.length), 0)
  const label = Math.min(30, Math.max(12, longest + 3))
  const rows = [...family.members.flatMap((member) => memberRows(member, screen)), closing(family)]
  return rows.map((row) => layOut(row, screen, label)).join('\n')
}

const WIDEST = 'not supported'.length

function memberRows(member: Member, screen: Screen): SummaryRow[] {
  const { note } = member
  const outcome = member.kind === 'judged' ? member.finding.outcome : 'unmeasured'
  const refuted = outcome !== 'supported' && (outcome === 'unmeasured' || note.declaration.must === 'hold')
  const colour = refuted ? 'red' : outcome === 'supported' ? 'green' : 'yellow'
  const must = note.declaration.must === 'hold' ? ' (must hold)' : ''
  const first: SummaryRow = [
    note.id,
    `${paint(screen, colour, inWords(outcome).padEnd(WIDEST))}  ${note.claim}${must}`,
    'quoted',
  ]
  if (member.kind === 'unmeasured') return [first, ['', member.note.why.split('\n')[0] ?? '']]
  const { finding } = member
  const open = finding.needed?.sentence ?? finding.reason
  return [first, ['', numbers(member)], ...(open === undefined ? [] : [['', open] satisfies SummaryRow])]
}

/** The numbers of a finding, its basis, and how many replies lack the metric. */
function numbers({ note, finding, adjustedP }: JudgedMember): string {
  const missing = note.unmeasured.length === 0 ? '' : `; ${note.unmeasured.length} lack the metric`
  // Holm's correction can only undo a support; the reason of the finding then says so.
  const holm = finding.outcome === 'supported' && adjustedP !== finding.p ? `, Holm ${describeP(adjustedP)}` : ''
  return `${describeNumbers(finding)} (${basisText(finding)})${holm}${missing}`
}

function closing(family: HypothesisFamily): SummaryRow {
  const { members, alpha, notRun } = family
  const counts = Object.entries(countsOf(family)).flatMap(([outcome, count]) =>
    count === 0 ? [] : [`${count} ${outcome.replace('_', ' ')}`],
  )
  const part = notRun === 0 ? '' : `; ${notRun} did not run`
  return ['hypotheses', `${counts.join(', ')}; Holm over ${members.length}, alpha ${alpha}${part}`]
}
