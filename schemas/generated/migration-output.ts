// Generated from schemas/migration-output.schema.json by `npm run generate`. Do not edit.

/**
 * What `aios events|baseline|router migrate --json` prints.
 */
export interface MigrationOutput {
  schema_version: '2.0'
  kind: 'events' | 'baseline' | 'router'
  files: MigratedFile[]
}
/**
 * The migration of one file.
 *
 * This interface was referenced by `MigrationOutput`'s JSON-Schema
 * via the `definition` "MigratedFile".
 */
export interface MigratedFile {
  /**
   * Absolute path of the file that was read.
   */
  file: string
  /**
   * would_migrate: nothing was written. up_to_date: there is nothing to convert.
   */
  state: 'would_migrate' | 'migrated' | 'up_to_date'
  /**
   * The file that was written; null: none.
   */
  to: string | null
  /**
   * The dated copy of the file that was replaced; null: none was.
   */
  backup: string | null
  /**
   * The file with the lines that were set aside, unchanged; null: there are none.
   */
  set_aside_in: string | null
  /**
   * Records that were read. Each is kept or set aside.
   */
  read: number
  /**
   * Records that the new file has, by kind.
   */
  kept: {
    [k: string]: number
  }
  /**
   * Records that it does not have as such, by reason.
   */
  set_aside: {
    [k: string]: number
  }
  /**
   * Changes of values.
   */
  notes: string[]
}
