import type { AskOptions } from '../../../schemas/generated/options.ts'
import type { Message } from '../../../src/message.ts'
import type { Reply } from '../../../src/models/models.ts'
import type { Decision } from '../../../src/router/index.ts'
import type { SuiteGolden } from './suite-golden.ts'

/** A question to the models: a golden, a text, or a whole conversation that ends with the user's message. */
export type Question = SuiteGolden | string | readonly Message[]

export type { AskOptions }

/** A reply with the decision that led to it. */
export interface Answer extends Reply {
  decision: Decision
}

/** Routes a question and asks a model. Rejects with a `CouldNotMeasureError` when there is no reply. */
export type Ask = (question: Question, options?: AskOptions) => Promise<Answer>
