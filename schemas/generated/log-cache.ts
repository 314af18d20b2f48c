// Generated from schemas/log-cache.schema.json by `npm run generate`. Do not edit.

/**
 * What is converted to Parquet of a file of the log (.aios/cache/log/<device>-<inode>/manifest.json). It can be deleted at any time.
 */
export interface LogCache {
  schema_version: '1.6'
  /**
   * Version of vitest-aios; another version converts the file again.
   */
  version: string
  /**
   * The file of the log.
   */
  path: string
  /**
   * Device and inode of the file.
   */
  identity: string
  /**
   * Bytes of the file when it was read last.
   */
  size: number
  /**
   * When the file had changed when it was read last.
   */
  mtime_ms: number
  /**
   * CRC-32 of the first 4,096 bytes of the segments.
   */
  head: number
  /**
   * Why an archive could not be decompressed to its end; null: it was. The segments have what precedes it.
   */
  damage: string | null
  /**
   * Parts of the file, one after the other, from its beginning.
   */
  segments: LogSegment[]
}
/**
 * This interface was referenced by `LogCache`'s JSON-Schema
 * via the `definition` "LogSegment".
 */
export interface LogSegment {
  /**
   * Name of the Parquet file.
   */
  file: string
  /**
   * CRC-32 of the Parquet file.
   */
  checksum: number
  /**
   * Its judgements of replies, which a query needs of all segments, alone; null: it has none.
   */
  judgements: {
    /**
     * Name of the Parquet file.
     */
    file: string
    /**
     * CRC-32 of the Parquet file.
     */
    checksum: number
  } | null
  /**
   * Bytes of text before it.
   */
  start: number
  /**
   * Bytes of text up to its end.
   */
  end: number
  /**
   * CRC-32 of its last 4,096 bytes.
   */
  tail: number
  /**
   * Times of its first and last event, in milliseconds since 1970; null: it has none.
   */
  times: [number, number] | null
  /**
   * Older events that are set aside.
   */
  aside: number
  lines: number
  /**
   * Last line of the segment that is not blank, from 1; 0: all are.
   */
  last: number
  /**
   * Lines that are not events.
   */
  broken: number
  /**
   * The first of these lines, from 1 in the segment.
   */
  broken_at: number[]
}
