import type { ResponseEvent } from '../../schemas/generated/provenance.ts'
import { judge, type Judgement } from '../../src/goldens/expectation.ts'
import { explainShortfall } from '../../src/goldens/explain-shortfall.ts'
import { endOf } from '../../src/run/events.ts'
import { shortfallOf } from '../../src/shortfall.ts'
import type { Expectation } from '../../src/goldens/golden.ts'

/** Judges a reply by an expectation, and writes the verdict into its event. */
export function judgeReply(event: ResponseEvent, text: string, expectation: Expectation | undefined): Judgement {
  const judgement = explainShortfall(judge(text, expectation), shortfallOf(endOf(event)))
  event.verdict = judgement.passed ? 'pass' : 'fail'
  if (!judgement.passed) event.why = judgement.misses.map((miss) => miss.expected).join('; ')
  return judgement
}
