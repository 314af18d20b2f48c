/** Facts of a finished run, the same for all its sets. */
export interface RunOutcome {
  runId: string
  /** ISO 8601, UTC, when the run ended. */
  endedAt: string
  /** none: no backend was available. */
  backend: 'live' | 'embedded' | 'replay' | 'none'
  /** The status that the exit code reports. */
  status: 'pass' | 'fail'
  durationMs: number
  gitCommit: string | null
  /** Version of vitest-aios. */
  version: string
}
