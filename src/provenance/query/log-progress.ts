/** How much of a log is read, in bytes of text. */
export interface LogProgress {
  read: number
  total: number
}

/** What an answer has while the log is read for the first time. */
export interface PartialAnswer extends LogProgress {
  /** Only events since then count, in milliseconds since 1970. */
  since: number
}
