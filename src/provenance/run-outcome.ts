/** What is the same for all sets of a run. */
export interface RunOutcome {
  runId: string
  /** ISO 8601, UTC, when the run ended. */
  endedAt: string
  /** none: nothing could answer. */
  backend: 'live' | 'embedded' | 'replay' | 'none'
  /** As the exit code says it. */
  status: 'pass' | 'fail'
  durationMs: number
  gitCommit: string | null
  /** Version of vitest-aios. */
  version: string
}
