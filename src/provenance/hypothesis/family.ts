import { judgeFamily } from '../../verdicts/hypothesis/family.ts'
import type { Finding } from '../../verdicts/hypothesis/finding.ts'
import type { JudgedNote, UnmeasuredNote } from './hypothesis-note.ts'

/** A hypothesis with its finding, on its own (in the note) and among the others of its run. */
export interface JudgedMember {
  kind: 'judged'
  note: JudgedNote
  finding: Finding
  /** p after Holm's correction; null: there was nothing to test. */
  adjustedP: number | null
}

/** A hypothesis without an outcome. */
interface UnmeasuredMember {
  kind: 'unmeasured'
  note: UnmeasuredNote
}

export type Member = JudgedMember | UnmeasuredMember

/** The hypotheses of one run, judged together. */
export interface HypothesisFamily {
  /** In the order of their ids. */
  members: Member[]
  /** Upper bound of the probability of any false support. */
  alpha: number
  /** Hypotheses that a filter left out of the run, and of the family. */
  notRun: number
  /** Every hypothesis has an outcome, and those that must hold do. */
  ok: boolean
  /** Problems that the tests themselves do not report. */
  problems: string[]
}

/**
 * Judges the hypotheses of a run together, by Holm's method. A hypothesis without an outcome counts as a test with p 1, so
 * that its failure does not help the others. Throws a RangeError for an empty list.
 */
export function familyOf(notes: readonly (JudgedNote | UnmeasuredNote)[], notRun: number): HypothesisFamily {
  const judged = judgeFamily(
    notes.map((note) => ({
      id: note.id,
      alpha: note.declaration.alpha,
      finding: note.outcome === 'unmeasured' ? NOTHING : note.finding,
    })),
  )
  const members = notes.flatMap((note, index): Member[] => {
    if (note.outcome === 'unmeasured') return [{ kind: 'unmeasured', note }]
    const among = judged.members[index]
    return among === undefined ? [] : [{ kind: 'judged', note, finding: among.finding, adjustedP: among.adjustedP }]
  })
  return {
    members: members.toSorted((a, b) => a.note.id.localeCompare(b.note.id, 'en', { numeric: true })),
    alpha: Math.max(...notes.map(({ declaration }) => declaration.alpha)),
    notRun,
    ok: !members.some(isBroken),
    problems: members.flatMap(correctionProblem),
  }
}

const NOTHING: Finding = {
  outcome: 'inconclusive',
  method: 'none',
  effect: { name: 'none', value: null, minimum: 0, claimed: 'at least' },
  interval: { lower: null, upper: null, confidence: 0 },
  p: null,
  n: 0,
  repeats: 0,
  basis: null,
  reason: 'not measured',
}

/** Whether a hypothesis fails the run: it has no outcome, or must hold and does not. */
function isBroken(member: Member): boolean {
  if (member.kind === 'unmeasured') return true
  return member.note.declaration.must === 'hold' && member.finding.outcome !== 'supported'
}

/** The problem of a hypothesis that is supported alone but not after the correction, which its test cannot report. */
function correctionProblem(member: Member): string[] {
  if (member.kind === 'unmeasured' || !isBroken(member) || member.note.outcome !== 'supported') return []
  return [`hypothesis ${member.note.id} must hold: it is supported alone, but not after the correction over this run`]
}

/** `not supported`. */
export function inWords(outcome: Finding['outcome'] | 'unmeasured'): string {
  return outcome.replace('_', ' ')
}
