import type { Golden } from '../../../src/goldens/sets/golden-set.ts'
import type { Message } from '../../../src/message.ts'

/** A golden as a suite hands it to `each`. */
export type SuiteGolden = Golden & {
  /** Name of its golden set. */
  set: string
  /** Absolute path and index of the golden in its file, for messages. */
  place?: { file: string; index: number }
  /** Of its messages and expectation. */
  fingerprint: string
  /** The whole conversation, the question last. */
  conversation: readonly Message[]
  /**
   * A reply that misses the expectation does not fail the test: the baseline is being recorded, or it already records
   * this golden as failing. The reply still counts as failed.
   */
  tolerated: boolean
  /** The baseline has this golden with another question or expectation. */
  changed?: boolean
  /** Which attempt counts where Vitest retries its test. Default `first`. */
  countedAttempt?: 'first' | 'last'
}
