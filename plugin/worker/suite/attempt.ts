import type { TestContext } from 'vitest'
import { validateAskOptions } from '../../../schemas/generated/options.validate.js'
import { lastQuestion } from '../../../src/message.ts'
import { responseEvent, type RoutedRequest, unmeasuredEvent } from '../../../src/provenance/events/response-event.ts'
import { askModels } from './ask-models.ts'
import type { Answer, Ask, AskOptions, Question } from './ask-types.ts'
import { assertExpectation } from './assert-expectation.ts'
import { assertCallOptions } from './call-options.ts'
import { CouldNotMeasureError } from './could-not-measure.ts'
import { recordReply } from './drill-down.ts'
import { attemptIndex, type Ending, endingOf } from './ending.ts'
import { refuseFakedTicks } from './faked-ticks.ts'
import { JudgedReply } from './judged-reply.ts'
import { eventIn, judgeByEnd, linkJudgedReply, type QuestionRecord } from './judging.ts'
import { buildRequest, isTraffic, type RequestOrigin, routeRequest } from './request.ts'
import { RouterFeedback } from './router-feedback.ts'
import type { WorkerContext } from './worker-context.ts'

/** Options of an attempt. */
export interface AttemptOptions {
  /** The conversation of all its questions. Default: each golden, and each test, is a conversation of its own. */
  conversation?: string | undefined
  /** Whether the end of the test judges replies that were not judged. Default true. */
  judgesByEnd?: boolean
}

/** One run of a test's body: asks, and sends one event for each reply. */
export class Attempt {
  readonly #worker: WorkerContext
  readonly #test: Pick<TestContext, 'task' | 'signal'>
  readonly #origin: RequestOrigin
  readonly #judgesByEnd: boolean
  /** Errors of earlier attempts at the test, which stay in Vitest's list. */
  readonly #errorsBefore: number
  readonly #records: { record: QuestionRecord; golden: RoutedRequest['golden'] }[] = []
  readonly #feedback: RouterFeedback
  /** Questions that have no reply yet. */
  #open = 0
  #closed = false

  constructor(worker: WorkerContext, task: TestContext['task'], signal: AbortSignal, options: AttemptOptions = {}) {
    this.#worker = worker
    this.#test = { task, signal }
    this.#origin = {
      facts: worker.facts,
      taskId: task.id,
      conversation: options.conversation,
      repeat: task.result?.repeatCount ?? 0,
      retry: attemptIndex(task),
    }
    this.#judgesByEnd = options.judgesByEnd ?? true
    this.#errorsBefore = task.result?.errors?.length ?? 0
    this.#feedback = new RouterFeedback(worker)
  }

  /**
   * Routes and asks. Rejects with a {@link CouldNotMeasureError} when there is no reply, and with a RangeError for invalid
   * options.
   */
  readonly ask: Ask = async (question, options = {}) => {
    assertCallOptions(validateAskOptions, options, 'ask')
    if (options.expect !== undefined) assertExpectation(options.expect, 'ask(question, { expect })')
    refuseFakedTicks()
    this.#open += 1
    try {
      return await this.#ask(question, options)
    } finally {
      this.#open -= 1
    }
  }

  async #ask(question: Question, options: AskOptions): Promise<Answer> {
    const unrouted = buildRequest(question, options, this.#origin)
    const routed = routeRequest(unrouted, this.#worker.router, isTraffic(unrouted, options, this.#worker.facts))
    const { request, outcome } = await askModels(this.#worker, this.#test, routed, options)
    if (outcome.kind === 'failure') {
      // The replay backend only names the command for goldens.
      if (options.hypothesis !== undefined) outcome.remedy = outcome.remedy.replace(/ goldens$/, ' hypotheses')
      this.#record(unmeasuredEvent(request, outcome), request)
      throw new CouldNotMeasureError(outcome, request)
    }
    const answer: Answer = { ...outcome, decision: request.decision }
    const send = (judged: JudgedReply) => this.#worker.batcher.put(judged, this.#test.task)
    const asked = { question: lastQuestion(request.messages), redact: request.privacy.redact }
    const reply = new JudgedReply(responseEvent(request, outcome), send, asked)
    linkJudgedReply(answer, reply)
    if (options.expect !== undefined) reply.judgeBy('ask', outcome.text, options.expect)
    // The test has already ended, so no assertion covers this reply.
    if (this.#closed) reply.judge({ verdict: 'fail', by: 'test', why: 'came after its test had ended' })
    this.#record(reply, request)
    this.#feedback.add(request, options, reply)
    return answer
  }

  /**
   * Ends the attempt: judges the replies that are not judged yet, and reports to the router. `error`: what the body threw,
   * null for nothing; left out: Vitest has caught it. Rejects when a question is still open, whose reply would come after
   * the verdict.
   */
  async close(error?: unknown): Promise<void> {
    this.#closed = true
    const { task } = this.#test
    const ended = endingOf(task, this.#errorsBefore, error === undefined ? undefined : { error })
    const isOpen = this.#open > 0 && ended.kind !== 'failed'
    const ending: Ending = isOpen ? { kind: 'failed', why: 'the test ended before a reply came' } : ended
    if (this.#judgesByEnd) judgeByEnd(this.#records, ending)
    if (this.#worker.facts.drillDown === 'meta')
      for (const { record } of this.#records) recordReply(task, eventIn(record))
    this.#feedback.report()
    // A failed test may have ended before its replies came.
    if (isOpen)
      throw new Error('aios: the test ended before its reply came. Is an await missing? const reply = await ask(...)')
  }

  #record(record: QuestionRecord, { golden, hypothesis }: RoutedRequest): void {
    const isOfSet = golden !== undefined && hypothesis === undefined
    if (isOfSet) this.#worker.results.get(golden.set)?.push(record)
    this.#records.push({ record, golden: isOfSet ? golden : undefined })
    this.#worker.batcher.put(record, this.#test.task)
  }
}
