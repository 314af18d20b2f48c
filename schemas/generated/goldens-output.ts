// Generated from schemas/goldens-output.schema.json by `npm run generate`. Do not edit.

/**
 * What `aios goldens check|add --json` print. `kind` names the command.
 */
export type GoldensOutput = GoldensCheck | GoldenAdded

export interface GoldensCheck {
  schema_version: '2.0'
  kind: 'check'
  files: CheckedSet[]
  findings: CheckFinding[]
}
export interface CheckedSet {
  /**
   * Relative to the working directory, or absolute outside of it.
   */
  file: string
  /**
   * null: the set is invalid.
   */
  goldens: number | null
}
export interface CheckFinding {
  level: 'error' | 'warning'
  /**
   * cannot_fail: every recorded reply meets the expectation.
   */
  rule: 'invalid' | 'contradiction' | 'duplicate_question' | 'duplicate_id' | 'cannot_fail'
  file: string
  line: number
  column: number
  message: string
}
export interface GoldenAdded {
  schema_version: '2.0'
  kind: 'add'
  /**
   * Absolute path.
   */
  file: string
  id: string
  /**
   * The golden, as it was written.
   */
  golden: {}
  /**
   * Whether the logged reply meets the expectation; false only with --force.
   */
  met: boolean
}
