// Generated from schemas/rotate-output.schema.json by `npm run generate`. Do not edit.

/**
 * What `aios rotate --json` prints. Parts are named by their files.
 */
export interface RotateOutput {
  schema_version: '1.0'
  /**
   * The part that the log became; null: it was not due.
   */
  rotated: string | null
  /**
   * Parts that were compressed, by their new names.
   */
  compressed: string[]
  deleted: string[]
}
