import type {
  HypothesisBatchEvent,
  HypothesisTestEvent,
  UnmeasuredHypothesisEvent,
} from '../../../schemas/generated/provenance.ts'
import type { HypothesisFamily, JudgedMember, Member } from '../hypothesis/family.ts'
import type { RunOutcome } from '../run-outcome.ts'

/** An event of one hypothesis, or of all of a run. */
export type HypothesisEvent = HypothesisTestEvent | UnmeasuredHypothesisEvent | HypothesisBatchEvent

/** The events of a run's hypotheses: one for each, then one for all. */
export function hypothesisEvents(family: HypothesisFamily, run: RunOutcome): HypothesisEvent[] {
  return [...family.members.map((member) => testEvent(member, run)), batchEvent(family, run)]
}

function testEvent(member: Member, run: RunOutcome): HypothesisTestEvent | UnmeasuredHypothesisEvent {
  const { id, claim, declaration, declaration_hash } = member.note
  const head = {
    schema_version: '2.0',
    event_type: 'hypothesis_test',
    ts: run.endedAt,
    run_id: run.runId,
    hypothesis: id,
    claim,
    declaration,
    declaration_hash,
  } as const
  const tail = { backend: run.backend, git_commit: run.gitCommit, version: run.version }
  return member.kind === 'judged'
    ? { ...head, ...found(member), ...tail }
    : { ...head, outcome: 'unmeasured', why: member.note.why, ...tail }
}

function found({ note, finding, adjustedP }: JudgedMember) {
  const { outcome, method, effect, interval, p, n, repeats, basis, reason, needed } = finding
  return {
    outcome,
    outcome_alone: note.outcome,
    method,
    effect,
    interval,
    p,
    p_adjusted: adjustedP,
    n,
    repeats,
    basis,
    unmeasured: note.unmeasured,
    ...(reason !== undefined && { reason }),
    ...(needed !== undefined && { needed }),
  }
}

function batchEvent(family: HypothesisFamily, run: RunOutcome): HypothesisBatchEvent {
  const { supported, ...counts } = countsOf(family)
  const total = family.members.length
  return {
    schema_version: '2.0',
    event_type: 'hypothesis_batch',
    ts: run.endedAt,
    run_id: run.runId,
    method: 'Holm',
    alpha: family.alpha,
    counts: { family: total, supported, ...counts, not_run: family.notRun },
    supported_share: total === 0 ? null : supported / total,
    backend: run.backend,
    status: run.status,
    git_commit: run.gitCommit,
    version: run.version,
  }
}

/** Number of hypotheses by outcome, after Holm's correction. */
export function countsOf({ members }: HypothesisFamily) {
  const count = (outcome: string) =>
    members.filter((member) => (member.kind === 'judged' ? member.finding.outcome : 'unmeasured') === outcome).length
  return {
    supported: count('supported'),
    not_supported: count('not_supported'),
    inconclusive: count('inconclusive'),
    unmeasured: count('unmeasured'),
  }
}
