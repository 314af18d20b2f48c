import type { HypothesisBatch } from '../../../schemas/generated/dashboard.ts'
import type {
  HypothesisBatchEvent,
  HypothesisTestEvent,
  UnmeasuredHypothesisEvent,
} from '../../../schemas/generated/provenance.ts'

type TestEvent = HypothesisTestEvent | UnmeasuredHypothesisEvent

/**
 * The hypotheses of a run from its event and their tests. A run may fail by its goldens, or pass with hypotheses that are
 * not supported, so both have a status of their own. Pure.
 */
export function batchOf(
  { ts, run_id, status, backend, alpha, counts, supported_share }: HypothesisBatchEvent,
  tests: readonly TestEvent[],
): HypothesisBatch {
  return {
    time: Date.parse(ts),
    run: run_id,
    status: tests.length === 0 && counts.family > 0 ? null : tests.some(isFailed) ? 'fail' : 'pass',
    runStatus: status,
    backend,
    alpha,
    family: counts.family,
    supported: counts.supported,
    notSupported: counts.not_supported,
    inconclusive: counts.inconclusive,
    unmeasured: counts.unmeasured,
    notRun: counts.not_run,
    supportedShare: supported_share,
  }
}

/** Whether the test of a hypothesis fails: it was not measured, or it must hold and is not supported. */
function isFailed({ outcome, declaration }: TestEvent): boolean {
  return outcome === 'unmeasured' || (declaration.must === 'hold' && outcome !== 'supported')
}
