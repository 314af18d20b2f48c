import type { BaselineMode } from '../src/artifacts/baseline/baseline-mode.ts'
import type { Backend } from '../src/models/backend.ts'
import type { Settings } from '../src/settings/settings.ts'
import type { DrillDown } from './drill-down.ts'

/** The current run, as the plugin keeps it in the main process. */
export interface RunSession {
  readonly runId: string
  /** In ms since the epoch. */
  readonly startedAt: number
  readonly mode: BaselineMode
  readonly settings: Settings
  readonly gitCommit: string | null
  /** null: no suite has asked for replies in this process. */
  readonly backend: Backend | null
  /** Whether a suite has asked for replies in this (re)run. */
  readonly used: boolean
  /** Golden sets in use, by suite file. */
  readonly goldenSets: ReadonlyMap<string, ReadonlySet<string>>
  drillDown: DrillDown
  /** Starts a (re)run with an id of its own. */
  begin: (mode: BaselineMode) => void
}
