import { execFile, execFileSync } from 'node:child_process'
import { promisify } from 'node:util'
import { setImmediate, wallMs } from '../../src/clock.ts'
import { shortId } from '../../src/provenance/short-id.ts'
import type { Backend } from '../../src/models/backend.ts'
import { settingsInUse } from '../../src/models/settings-in-use.ts'
import type { Settings } from '../../src/settings/settings.ts'
import type { BaselineMode } from '../../src/artifacts/baseline/baseline-mode.ts'
import type { DrillDown } from '../../reporters/drill-down.ts'
import type { RunFacts } from '../run-facts.ts'
import { VERSION } from '../../src/version.ts'

/**
 * The state of one Vitest instance in the main process: settings, the backend once a suite needs it, and a new run id for
 * every (re)run. It chooses no backend before the first suite asks.
 */
export class Session {
  runId = shortId()
  startedAt = wallMs()
  mode: BaselineMode = 'compare'
  drillDown: DrillDown = 'none'
  /** The backend of this run; null before a suite needs it. */
  backend: Backend | null = null
  /** Whether a suite needed the backend in this (re)run. */
  used = false
  /** Golden sets in use, by suite file. */
  readonly goldenSets = new Map<string, Set<string>>()
  /** False while Vitest only collects tests, for `vitest list`. */
  #running = false
  readonly #settings: () => Settings
  readonly #announce: (line: string) => void
  readonly #onOpened: () => void
  #opening: Promise<Backend> | null = null
  /** The backend of a replay that was read before a suite asked; null: not read. */
  #ahead: Promise<Backend> | null = null
  #finding: Promise<void> | null = null
  /** undefined: not read yet. */
  #commit: string | null | undefined

  /** `onOpened` is called after a suite got the backend, while it prepares its tests. */
  constructor(settings: () => Settings, announce: (line: string) => void, onOpened: () => void) {
    this.#settings = settings
    this.#announce = announce
    this.#onOpened = onOpened
  }

  /** Throws a SettingsError if the settings cannot be used. */
  get settings(): Settings {
    return this.#settings()
  }

  get gitCommit(): string | null {
    if (this.#commit === undefined) this.#commit = readCommit(this.settings.root)
    return this.#commit
  }

  begin(mode: BaselineMode): void {
    this.#running = true
    this.runId = shortId()
    this.startedAt = wallMs()
    this.mode = mode
    this.used = false
    this.#ahead = null
    if (this.backend === null) this.#opening = null
  }

  /**
   * Reads what a replay needs while the worker loads the package: recordings and commit. Does nothing for other backends,
   * which ask a server. Errors are left to `open`.
   */
  prepare(): void {
    if (!this.#running || this.#opening !== null || this.#ahead !== null || this.settings.backend !== 'replay') return
    this.#ahead = chosen(this.settings)
    this.#ahead.catch(() => {})
    this.#finding ??= this.#findCommit()
  }

  /** Chooses the backend, once, and announces it. Rejects with the diagnosis when no backend is available. */
  async open(): Promise<RunFacts> {
    const { settings } = this
    if (!this.#running) return this.#facts(settings, { kind: 'none' })
    this.used = true
    this.#opening ??= this.#choose()
    this.#finding ??= this.#findCommit()
    const [backend] = await Promise.all([this.#opening, this.#finding])
    setImmediate(this.#onOpened)
    return this.#facts(settingsInUse(settings, backend), withoutHandles(backend))
  }

  #facts(settings: Settings, backend: RunFacts['backend']): RunFacts {
    const { runId, mode, gitCommit, drillDown } = this
    return { runId, settings, backend, mode, gitCommit, version: VERSION, drillDown }
  }

  /** Finds the commit without blocking the choice of the backend. */
  async #findCommit(): Promise<void> {
    const found = await promisify(execFile)('git', COMMIT, { cwd: this.settings.root, encoding: 'utf8' }).catch(
      () => null,
    )
    this.#commit ??= found?.stdout.trim() ?? null
  }

  async #choose(): Promise<Backend> {
    this.backend = await (this.#ahead ?? chosen(this.settings))
    this.#announce(this.backend.description)
    if (this.backend.kind === 'replay' && this.mode === 'record')
      this.#announce(
        '-u in a replay: the baseline gets the recorded replies and latencies, also in place of measured ones',
      )
    return this.backend
  }

  recordGoldenSet(testFile: string, file: string): void {
    const sets = this.goldenSets.get(testFile) ?? new Set()
    this.goldenSets.set(testFile, sets.add(file))
  }

  async close(): Promise<void> {
    if (this.backend?.kind === 'embedded') await this.backend.close()
  }
}

/** Most runs of Vitest ask no model, so this is loaded on demand. */
async function chosen(settings: Settings): Promise<Backend> {
  const { chooseBackend } = await import('../../src/models/backend.ts')
  return chooseBackend(settings)
}

function withoutHandles(backend: Backend): Backend {
  return JSON.parse(JSON.stringify(backend)) as Backend
}

const COMMIT = ['rev-parse', '--short=12', 'HEAD']

/** The commit of the work tree, null outside of git. */
function readCommit(root: string): string | null {
  try {
    return execFileSync('git', COMMIT, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return null
  }
}
