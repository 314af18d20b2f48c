import type { RoutingAdaptationEvent } from '../../../schemas/generated/provenance.ts'
import type { Move, RouterState } from '../../router/state.ts'
import type { RunOutcome } from '../run-outcome.ts'

/** The event of a boundary that moved; `state` is the one after the move. */
export function adaptationEvent(
  { ts, policy, from, to, evidence, gain, reason }: Move,
  { buckets }: RouterState,
  { runId, gitCommit, version }: Pick<RunOutcome, 'runId' | 'gitCommit' | 'version'>,
): RoutingAdaptationEvent {
  return {
    schema_version: '2.0',
    event_type: 'routing_adaptation',
    ts,
    run_id: runId,
    policy,
    from,
    to,
    evidence,
    gain,
    reason,
    buckets: { control: buckets.control.sample_count, treatment: buckets.treatment.sample_count },
    git_commit: gitCommit,
    version,
  }
}
