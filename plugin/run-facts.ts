import type { DrillDown } from '../reporters/drill-down.ts'
import type { BaselineMode } from '../src/artifacts/baseline/baseline-mode.ts'
import type { Backend } from '../src/models/backend.ts'
import type { Settings } from '../src/settings/settings.ts'

/** The facts of a run that its workers need. Serializable, and never written to a file: it contains the API key. */
export interface RunFacts {
  runId: string
  settings: Settings
  /** none: the tests are only listed. */
  backend: Backend | { kind: 'none' }
  mode: BaselineMode
  gitCommit: string | null
  version: string
  drillDown: DrillDown
}
