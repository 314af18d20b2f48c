import type { JudgementEvent, ResponseEvent } from '../../../schemas/generated/provenance.ts'
import { timeOf } from '../../clock.ts'
import { type Attributes, GEN_AI, withValues } from './conventions.ts'

/** A judgement as an event of the GenAI conventions. */
export interface EvaluationResult {
  /** The judge, such as `toAnswer`. */
  judge: string
  /** Milliseconds since 1970. */
  time: number
  attributes: Attributes
}

const SCORES = { pass: 1, fail: 0, unjudged: undefined } as const

/**
 * The evaluation in an event of the log; null for a reply without a verdict. A pass has the score 1, a failure 0, and a
 * verdict that was withdrawn no score. Pure.
 */
export function evaluationOf(event: ResponseEvent | JudgementEvent): EvaluationResult | null {
  if (event.event_type === 'response' && event.verdict === 'unjudged') return null
  // Older events do not name the judge, and the conventions require a name.
  const judge = event.judged_by ?? 'verdict'
  return {
    judge,
    time: timeOf(event.ts),
    attributes: withValues({
      [GEN_AI.evaluationName]: judge,
      [GEN_AI.evaluationScore]: SCORES[event.verdict],
      [GEN_AI.evaluationLabel]: event.verdict,
      [GEN_AI.evaluationExplanation]: event.why,
      [GEN_AI.responseId]: event.msg_id,
    }),
  }
}
