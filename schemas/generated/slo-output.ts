// Generated from schemas/slo-output.schema.json by `npm run generate`. Do not edit.

/**
 * What `aios slo --json` prints.
 */
export type SloOutput = JudgedOutput | CannotTellOutput

/**
 * The verdicts on the objectives.
 */
export interface JudgedOutput {
  schema_version: '1.0'
  kind: 'judged'
  from: string
  sets: {
    set: string
    verdict: 'pass' | 'fail' | 'inconclusive'
    objectives: ObjectiveOutput[]
    /**
     * Why the verdict is inconclusive.
     */
    reason?: string
  }[]
  notes: string[]
}
/**
 * One objective with its value.
 */
export interface ObjectiveOutput {
  objective: string
  /**
   * null: no target was set, and the value is reported only.
   */
  target: number | null
  /**
   * null: it cannot be measured.
   */
  value: number | null
  met: boolean
  /**
   * Size of the sample.
   */
  n: number
  /**
   * The statistical evidence; null: the value is exact or unknown.
   */
  shown: {
    confidence: number
    bound: number | null
    verdict: 'met' | 'missed' | 'open'
    goldens: number
    needs: number | null
  } | null
  reason?: string
}
/**
 * The objectives cannot be judged.
 */
export interface CannotTellOutput {
  schema_version: '1.0'
  kind: 'cannot_tell'
  reason: string
  /**
   * The command or setting that changes it.
   */
  next: string
}
