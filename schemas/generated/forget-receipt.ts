// Generated from schemas/forget-receipt.schema.json by `npm run generate`. Do not edit.

/**
 * What `aios events forget` removed (.aios/forgotten/receipt_<UTC time>_<id>.json). It holds none of the removed data.
 */
export interface ForgetReceipt {
  schema_version: '1.0'
  /**
   * A random number, which identifies the receipt only.
   */
  id: string
  /**
   * ISO 8601, UTC.
   */
  started_at: string
  /**
   * ISO 8601, UTC; null: not ended.
   */
  ended_at: string | null
  /**
   * `interrupted` until the last file is replaced: run the command again where it stays so.
   */
  status: 'interrupted' | 'complete'
  /**
   * Events of the conversation in the log, later judgements left out.
   */
  events: number
  /**
   * Files that were replaced, in that order.
   */
  files: ForgottenFile[]
}
/**
 * This interface was referenced by `ForgetReceipt`'s JSON-Schema
 * via the `definition` "ForgottenFile".
 */
export interface ForgottenFile {
  /**
   * Path from the project's folder.
   */
  file: string
  /**
   * Lines or entries that were removed.
   */
  removed: number
}
