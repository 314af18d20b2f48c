import { judgeFamily } from '../../verdicts/hypothesis/family.ts'
import type { Finding } from '../../verdicts/hypothesis/finding.ts'
import type { JudgedNote, UnmeasuredNote } from './hypothesis-note.ts'

/** A hypothesis with its finding, on its own (in the note) and among the others of its run. */
export interface JudgedMember {
  kind: 'judged'
  note: JudgedNote
  finding: Finding
  /** Holm's; null: there was nothing to test. */
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
  /** The chance of any false support is at most this. */
  alpha: number
  /** Hypotheses that a filter left out of the run, and of the family. */
  notRun: number
  /** Every hypothesis has an outcome, and those that must hold do. */
  ok: boolean
  /** What is wrong beside what the tests say; empty: nothing. */
  faults: string[]
}

/**
 * Judges the hypotheses of a run together, by Holm's method. One without an outcome counts as a test with p 1, so that
 * no other gains from its failure. Throws a RangeError where there is none.
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
    faults: members.flatMap(faultOf),
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

/** An outcome that fails the run: there is none, or it is not the one that must be. */
function isBroken(member: Member): boolean {
  if (member.kind === 'unmeasured') return true
  return member.note.declaration.must === 'hold' && member.finding.outcome !== 'supported'
}

/** What no test could know, since each saw its own hypothesis only. */
function faultOf(member: Member): string[] {
  if (member.kind === 'unmeasured' || !isBroken(member) || member.note.outcome !== 'supported') return []
  return [`hypothesis ${member.note.id} must hold: it does alone, but not among the others of this run`]
}

/** `not supported`. */
export function inWords(outcome: Finding['outcome'] | 'unmeasured'): string {
  return outcome.replace('_', ' ')
}
