import { basisText } from '../../verdicts/hypothesis/basis-text.ts'
import { createHash } from 'node:crypto'
import type { HypothesisDeclaration as DeclarationOnDisk } from '../../../schemas/generated/provenance.ts'
import {
  canonicalDeclaration,
  DEFAULT_ALPHA,
  DEFAULT_POWER,
  type HypothesisDeclaration,
} from '../../verdicts/hypothesis/declaration.ts'
import { describeFinding } from '../../verdicts/hypothesis/describe.ts'
import type { Finding, HypothesisOutcome } from '../../verdicts/hypothesis/finding.ts'
import { printable } from '../../text/printable.ts'

const TEXT_MAX = 600

/** The declaration, attached to the test from its registration on. All texts of a note are printable. */
interface Declared {
  id: string
  claim: string
  declaration: DeclarationOnDisk
  /** 12 hex digits of claim and declaration. */
  declaration_hash: string
}

/** A hypothesis whose body has not finished. */
interface Open extends Declared {
  outcome: 'open'
}

/** A hypothesis without an outcome, and why. */
export interface UnmeasuredNote extends Declared {
  outcome: 'unmeasured'
  why: string
}

/** A finding before the correction over the other hypotheses of the run. */
export interface JudgedNote extends Declared {
  outcome: HypothesisOutcome
  /** The finding's numbers on one line, with their basis. */
  numbers: string
  finding: Finding
  /** Goldens whose replies lack the metric. */
  unmeasured: string[]
}

/** A hypothesis attached to its test, for the reporter and the UI. */
export type HypothesisNote = Open | UnmeasuredNote | JudgedNote

/** The note of a hypothesis that was just declared. */
export function openNote(id: string, declaration: HypothesisDeclaration): Open {
  const { claim, alpha = DEFAULT_ALPHA, power = DEFAULT_POWER, margin, minimumEffect, metric, must } = declaration
  return {
    id: printable(id, { max: TEXT_MAX }),
    claim: printable(claim, { max: TEXT_MAX }),
    outcome: 'open',
    declaration: {
      alpha,
      power,
      ...(margin !== undefined && { margin }),
      ...(minimumEffect !== undefined && { minimum_effect: minimumEffect }),
      ...(metric !== undefined && { metric }),
      ...(must !== undefined && { must }),
    },
    declaration_hash: createHash('sha256').update(canonicalDeclaration(declaration)).digest('hex').slice(0, 12),
  }
}

/** The note of a hypothesis with its finding. */
export function judgedNote(declared: Declared, found: Finding, unmeasured: Iterable<string>): JudgedNote {
  const finding = printableFinding(found)
  const { id, claim, declaration, declaration_hash } = declared
  return {
    id,
    claim,
    outcome: finding.outcome,
    numbers: `${describeFinding(finding)} (${basisText(finding)})`,
    finding,
    unmeasured: [...unmeasured].map((golden) => printable(golden, { max: 100 })),
    declaration,
    declaration_hash,
  }
}

/** The note of a hypothesis that could not be judged. */
export function unmeasuredNote(declared: Declared, why: string): UnmeasuredNote {
  const { id, claim, declaration, declaration_hash } = declared
  return {
    id,
    claim,
    outcome: 'unmeasured',
    why: printable(why, { max: 2_000, newlines: true }),
    declaration,
    declaration_hash,
  }
}

/** Makes a finding safe to send as JSON, which has no infinity, and to print. */
function printableFinding(finding: Finding): Finding {
  const { effect, interval, repeats } = finding
  const shown = {
    method: printable(finding.method),
    effect: { ...effect, value: finite(effect.value) },
    repeats: finite(repeats) ?? 0,
    interval: { ...interval, lower: finite(interval.lower), upper: finite(interval.upper) },
  }
  if (finding.outcome !== 'inconclusive') return { ...finding, ...shown }
  const { needed } = finding
  return {
    ...finding,
    ...shown,
    reason: printable(finding.reason, { max: TEXT_MAX }),
    ...(needed !== undefined && { needed: { ...needed, sentence: printable(needed.sentence, { max: TEXT_MAX }) } }),
  }
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null
}
