import type { JudgementEvent, ResponseEvent } from '../../../schemas/generated/provenance.ts'
import { judge, type ExpectationResult } from '../../../src/goldens/expectation.ts'
import { explainShortfall } from '../../../src/goldens/explain-shortfall.ts'
import type { Expectation } from '../../../src/goldens/golden.ts'
import { afterJudgement, type Judgement, UNJUDGED, withJudgement } from '../../../src/provenance/judgement.ts'
import { isoTime } from '../../../src/clock.ts'
import { endOf } from '../../../src/provenance/results/golden-results.ts'
import { shortfallOf } from '../../../src/verdicts/shortfall.ts'

/** The question of a reply as it was asked, and what redacts texts before they are written. */
export interface AskedQuestion {
  question: string
  redact: (text: string) => string
}

/** A reply with its current verdict: matchers, `ask({ expect })` and the end of its test judge it. */
export class JudgedReply {
  readonly #response: ResponseEvent
  readonly #onChange: (reply: JudgedReply) => void
  readonly #asked: AskedQuestion
  #judgement: Judgement = UNJUDGED
  /** The response with the current verdict; null: not built yet. */
  #event: ResponseEvent | null = null
  /** The verdict in the log; null: the response was not written yet. */
  #written: Judgement | null = null

  /** `onChange` is called whenever the verdict changes. */
  constructor(
    response: ResponseEvent,
    onChange: (reply: JudgedReply) => void = () => {},
    asked: AskedQuestion = { question: response.question, redact: (text) => text },
  ) {
    this.#response = response
    this.#onChange = onChange
    this.#asked = asked
  }

  get verdict(): Judgement['verdict'] {
    return this.#judgement.verdict
  }

  /** The response with the current verdict. */
  get event(): ResponseEvent {
    return (this.#event ??= withJudgement(this.#response, this.#judgement))
  }

  /**
   * Adds a judgement; `afterJudgement` decides which one counts. A reply that is empty or cut cannot pass, even if its test
   * does.
   */
  judge(next: Judgement): void {
    const before = this.#judgement
    const shortfall = next.verdict === 'pass' ? shortfallOf(endOf(this.#response)) : null
    const judged: Judgement =
      shortfall?.fails === true ? { verdict: 'fail', by: next.by, why: shortfall.description } : next
    // The reason may quote the reply.
    const { why } = judged
    this.#judgement = afterJudgement(before, { ...judged, ...(why !== undefined && { why: this.#asked.redact(why) }) })
    if (this.#judgement === before) return
    this.#event = null
    this.#onChange(this)
  }

  /** Judges the reply by an expectation. */
  judgeBy(by: string, text: string, expectation: Expectation | undefined): ExpectationResult {
    const found = explainShortfall(judge(text, expectation, this.#asked.question), shortfallOf(endOf(this.#response)))
    this.judge(judgementOf(by, found))
    return found
  }

  /**
   * Returns the events that the log lacks: the response, a judgement that came after it, or none. A response is written
   * once.
   */
  write(): (ResponseEvent | JudgementEvent)[] {
    const [written, judgement] = [this.#written, this.#judgement]
    this.#written = judgement
    if (written === null) return [this.event]
    if (written === judgement) return []
    const { schema_version, run_id, msg_id, version } = this.#response
    const { verdict, by: judged_by, why } = judgement
    const event: JudgementEvent = {
      schema_version,
      event_type: 'judgement',
      ts: isoTime(),
      run_id,
      msg_id,
      verdict,
      judged_by,
      ...(why === undefined ? {} : { why }),
      version,
    }
    return [event]
  }
}

/** The judgement of a reply by an expectation. */
export function judgementOf(by: string, found: ExpectationResult): Judgement {
  if (found.passed) return { verdict: 'pass', by }
  return { verdict: 'fail', by, why: found.misses.map((miss) => miss.expected).join('; ') }
}
