import type { BaselineMode } from '../src/artifacts/baseline/baseline-mode.ts'
import type { Backend } from '../src/models/backend.ts'
import type { Settings } from '../src/settings/settings.ts'

/** All that a worker needs to know of the run; structured-cloneable, and never written to a file: it holds the API key. */
export interface RunFacts {
  runId: string
  settings: Settings
  /** none: the tests are only listed. */
  backend: Backend | { kind: 'none' }
  mode: BaselineMode
  gitCommit: string | null
  version: string
  /** Show every reply in the UI as test meta. Off where nobody can look. */
  drillDown: boolean
}
