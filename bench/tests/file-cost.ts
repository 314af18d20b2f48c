/** What a test file cost. */
export interface FileCost {
  file: string
  /** Milliseconds. */
  wall: number
  /** Milliseconds of user and system time of the worker and of all processes below it that have ended. */
  cpu: number
  /** Processes that it started itself. */
  started: { vitest: number; aios: number; other: number }
}
