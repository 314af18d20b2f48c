import type { Expectation } from '../../../src/goldens/golden.ts'
import type { Message } from '../../../src/message.ts'
import type { Reply } from '../../../src/models/models.ts'
import type { Decision } from '../../../src/router/index.ts'
import type { Configuration } from '../../../src/settings/configuration.ts'
import type { Source } from '../../../src/source.ts'
import type { SuiteGolden } from './suite-golden.ts'

/** A question to the models: a golden, a text, or a whole conversation that ends with the user's message. */
export type Question = SuiteGolden | string | readonly Message[]

/** Options of one question. */
export interface AskOptions {
  /** Asks this model, whatever the router decides; the answer still contains the decision. */
  source?: Source
  /** Asks with this configuration in place of the plugin's. */
  configuration?: Configuration
  /**
   * Judges the reply, for the log and the router; a reply that misses the expectation does not fail the test. Default: the
   * verdict of a matcher, else of the test.
   */
  expect?: Expectation
  /** Repeat of the question, from 0. Default: the test's. */
  repeat?: number
  /** The hypothesis that asks, and the name of the variant. */
  hypothesis?: { id: string; variant: string }
}

/** A reply with the decision that led to it. */
export interface Answer extends Reply {
  decision: Decision
}

/** Routes a question and asks a model. Rejects with a `CouldNotMeasureError` when there is no reply. */
export type Ask = (question: Question, options?: AskOptions) => Promise<Answer>
