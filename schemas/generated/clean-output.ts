// Generated from schemas/clean-output.schema.json by `npm run generate`. Do not edit.

/**
 * What `aios clean --json` prints. Sizes in bytes.
 */
export interface CleanOutput {
  schema_version: '1.0'
  /**
   * Whether the files were deleted; false with `--dry-run`, and without files to delete.
   */
  deleted: boolean
  files: CleanFile[]
  kept: KeptFile[]
  /**
   * Files that could not be deleted.
   */
  failed: KeptFile[]
}
/**
 * A file or a folder that can be deleted.
 *
 * This interface was referenced by `CleanOutput`'s JSON-Schema
 * via the `definition` "CleanFile".
 */
export interface CleanFile {
  kind: 'state' | 'reports' | 'comparisons' | 'caches' | 'log' | 'engine' | 'models' | 'baseline' | 'cassettes'
  path: string
  isFolder: boolean
  /**
   * Of all files in it.
   */
  bytes: number
}
/**
 * A file that stays, with the reason.
 *
 * This interface was referenced by `CleanOutput`'s JSON-Schema
 * via the `definition` "KeptFile".
 */
export interface KeptFile {
  path: string
  reason: string
}
