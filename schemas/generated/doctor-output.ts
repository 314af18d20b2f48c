// Generated from schemas/doctor-output.schema.json by `npm run generate`. Do not edit.

/**
 * What `aios doctor --json` prints.
 */
export interface DoctorOutput {
  schema_version: '1.0'
  /**
   * Whether no check failed.
   */
  ok: boolean
  checks: DoctorCheck[]
}
/**
 * One check of the set-up.
 *
 * This interface was referenced by `DoctorOutput`'s JSON-Schema
 * via the `definition` "DoctorCheck".
 */
export interface DoctorCheck {
  name: string
  status: 'ok' | 'warning' | 'failed'
  /**
   * The observation.
   */
  evidence: string
  /**
   * The command or setting that fixes it; null: nothing has to be fixed.
   */
  remedy: string | null
}
