// Generated from schemas/baseline-output.schema.json by `npm run generate`. Do not edit.

/**
 * What `aios baseline list|show|diff|backup|restore|prune --json` print. `kind` names the command.
 */
export type BaselineOutput =
  BaselineList | BaselineContent | BaselineDiff | BaselineBackup | BaselineRestore | BaselinePrune

export interface BaselineList {
  schema_version: '2.0'
  kind: 'list'
  /**
   * The baseline, then its dated copies, the newest first.
   */
  files: BaselineFile[]
}
export interface BaselineFile {
  /**
   * Absolute path.
   */
  file: string
  /**
   * When the copy was made, ISO 8601, UTC; null: the baseline itself.
   */
  ts: string | null
  bytes: number
  sets: number
  goldens: number
  /**
   * Time of the newest golden; null without goldens.
   */
  recorded_at: string | null
  /**
   * Why it cannot be read; then sets and goldens are 0.
   */
  problem: string | null
}
export interface BaselineContent {
  schema_version: '2.0'
  kind: 'show'
  file: string
  /**
   * Version of vitest-aios that recorded it; `runbook`: the runbook's system.
   */
  version: string
  goldens: ShownGolden[]
}
export interface ShownGolden {
  set: string
  id: string
  source: 'main_model' | 'embedder'
  model: string
  origin: 'measured' | 'replayed'
  recorded_at: string
  repeats: number
  /**
   * Repeats that passed.
   */
  passed: number
  /**
   * Median of the repeats.
   */
  latency_ms: number
  /**
   * The first repeat's reply, as recorded: text of a model, not safe for a terminal.
   */
  reply: string
}
export interface BaselineDiff {
  schema_version: '2.0'
  kind: 'diff'
  before: string
  after: string
  /**
   * Change of latency above which a golden counts as changed.
   */
  tolerance: number
  /**
   * All of them, also those that are the same.
   */
  goldens: DiffGolden[]
}
export interface DiffGolden {
  set: string
  id: string
  /**
   * not_measured: it got no reply in the run.
   */
  change: 'same' | 'changed' | 'added' | 'removed' | 'not_measured'
  /**
   * Question or expectation differ, so that the two are not comparable.
   */
  stale: boolean
  before: DiffSide | null
  after: DiffSide | null
  /**
   * Relative to before, such as 0.25; null: not known.
   */
  latency_change: number | null
  /**
   * The words of the replies; empty where they are the same.
   */
  words: WordRun[]
}
export interface DiffSide {
  source: 'main_model' | 'embedder'
  model: string
  /**
   * Repeats with a verdict.
   */
  judged: number
  passed: number
  /**
   * Median of the repeats.
   */
  latency_ms: number
  origin: 'measured' | 'replayed'
  reply: string
}
export interface WordRun {
  kind: 'same' | 'removed' | 'added'
  text: string
}
export interface BaselineBackup {
  schema_version: '2.0'
  kind: 'backup'
  file: string
  backup: string
}
export interface BaselineRestore {
  schema_version: '2.0'
  kind: 'restore'
  file: string
  from: string
  /**
   * The dated copy of the file that was replaced; null: there was none.
   */
  backup: string | null
  /**
   * false: it was the same already, or the question was answered with no.
   */
  restored: boolean
}
export interface BaselinePrune {
  schema_version: '2.0'
  kind: 'prune'
  file: string
  /**
   * What no longer exists.
   */
  removed: PrunedItem[]
  /**
   * Whether the file was changed.
   */
  written: boolean
}
export interface PrunedItem {
  set: string
  /**
   * null: the whole set.
   */
  golden: string | null
}
