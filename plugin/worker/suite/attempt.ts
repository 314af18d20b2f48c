import { shortId } from '../../../src/provenance/short-id.ts'
import { recordArtifact, type TestContext } from 'vitest'
import type { ResponseEvent, UnmeasuredEvent } from '../../../schemas/generated/provenance.ts'
import type { Expectation } from '../../../src/goldens/golden.ts'
import { type Message, withPrompt } from '../../../src/message.ts'
import type { Judgement } from '../../../src/provenance/judgement.ts'
import { record } from '../../../src/models/recorder.ts'
import type { ModelFailure, Reply } from '../../../src/models/models.ts'
import { type Configuration, configure } from '../../../src/settings/configuration.ts'
import type { Source } from '../../../src/source.ts'
import { type Asked, responseEvent, unmeasuredEvent } from '../../../src/provenance/events/response-event.ts'
import type { Decision, Outcome } from '../../../src/router/index.ts'
import { recordReply } from './drill-down.ts'
import type { WorkerContext } from './worker-context.ts'
import { CouldNotMeasureError } from './could-not-measure.ts'
import { refuseFakedTicks } from './faked-ticks.ts'
import { JudgedReply } from './judged-reply.ts'
import type { SuiteGolden } from './suite-golden.ts'
import { attemptIndex, type Ending, endingOf } from './ending.ts'

/** A reply with the decision that led to it. */
export interface Answer extends Reply {
  decision: Decision
}

/** What can be asked: a golden, a text, or a whole conversation that ends with the user's message. */
export type Question = SuiteGolden | string | readonly Message[]

/** How to ask, where it is not the plain way. */
export interface AskOptions {
  /** Asks this model, whatever the router says; the decision stays in the answer. */
  source?: Source
  /** Asks as if the plugin were set up like this. */
  configuration?: Configuration
  /**
   * Judges the reply by this, for the log and for the router to learn from; a reply that misses it fails no test. Default:
   * a matcher's verdict, or else whether the test passed.
   */
  expect?: Expectation
  /** Which repeat of the same question this is, from 0. Default: the test's. */
  repeat?: number
  /** The hypothesis that asks, and which of its ways to ask this is. */
  hypothesis?: { id: string; variant: string }
}

/** Routes and asks. Rejects with a `CouldNotMeasureError` when there is no reply. */
export type Ask = (question: Question, options?: AskOptions) => Promise<Answer>

const replies = new WeakMap<Answer, JudgedReply>()

/** The record of an answer, for matchers to judge. */
export function judgedReplyOf(answer: unknown): JudgedReply | undefined {
  return typeof answer === 'object' && answer !== null ? replies.get(answer as Answer) : undefined
}

/** What a test's body may be run for, where it is not the usual way. */
export interface AttemptOptions {
  /** The conversation under which all is routed. Default: each golden, and each test, is one of its own. */
  conversation?: string | undefined
  /** The end of the body says nothing about replies that were not judged, as in a hypothesis. */
  judgesByEnd?: boolean
}

/** One run of a test's body: asks, and gives one event for each reply to the lab's outbox. */
export class Attempt {
  readonly #worker: WorkerContext
  readonly #task: TestContext['task']
  readonly #signal: AbortSignal
  readonly #options: AttemptOptions
  readonly #repeat: number
  readonly #retry: number
  /** Errors that the test had before this attempt: those of its earlier ones. */
  readonly #errorsBefore: number
  readonly #kept: { record: JudgedReply | UnmeasuredEvent; golden: string | undefined }[] = []
  readonly #recordings: Promise<unknown>[] = []
  /** Routed replies that the router learns from when the test ends; a later verdict is in the log alone. */
  readonly #lessons: { decision: Decision; reply: JudgedReply }[] = []
  /** Questions that have no reply yet. */
  #open = 0
  #closed = false

  constructor(worker: WorkerContext, task: TestContext['task'], signal: AbortSignal, options: AttemptOptions = {}) {
    this.#worker = worker
    this.#task = task
    this.#signal = signal
    this.#options = options
    this.#repeat = task.result?.repeatCount ?? 0
    this.#retry = attemptIndex(task)
    this.#errorsBefore = task.result?.errors?.length ?? 0
  }

  /** Routes and asks. Rejects with a {@link CouldNotMeasureError} when there is no reply. */
  readonly ask: Ask = async (question, options = {}) => {
    refuseFakedTicks()
    this.#open += 1
    try {
      return await this.#answer(this.#place(question, options), options)
    } finally {
      this.#open -= 1
    }
  }

  async #answer(asked: Asked, options: AskOptions): Promise<Answer> {
    const outcome = await this.#complete(asked, options)
    if (outcome.kind === 'failure') {
      const fallback = this.#isTraffic(asked, options) ? this.#fallbackFor(asked, outcome) : null
      if (fallback !== null) return this.#answer(fallback, options)
      // What replays knows of goldens only.
      if (options.hypothesis !== undefined) outcome.remedy = outcome.remedy.replace(/ goldens$/, ' hypotheses')
      this.#keep(unmeasuredEvent(asked, outcome), asked)
      throw new CouldNotMeasureError(outcome, asked)
    }
    const answer: Answer = { ...outcome, decision: asked.decision }
    const put = (judged: JudgedReply) => this.#worker.batcher.put(judged, this.#task)
    const reply = new JudgedReply(responseEvent(asked, outcome), put)
    replies.set(answer, reply)
    if (options.expect !== undefined) reply.judgeBy('ask', outcome.text, options.expect)
    // The test has already ended, so no assertion covers this reply.
    if (this.#closed) reply.judge({ verdict: 'fail', by: 'test', why: 'came after its test had ended' })
    this.#keep(reply, asked)
    if (this.#teaches(asked, options)) this.#lessons.push({ decision: asked.decision, reply })
    return answer
  }

  /** The same question for the other model, where that may answer in place of the one that failed. */
  #fallbackFor(asked: Asked, { source, cause, evidence }: ModelFailure): Asked | null {
    this.#worker.observe(asked.decision, { kind: 'failed' })
    const decision = this.#worker.router.fallbackFor(asked.decision)
    return decision && { ...asked, decision, insteadOf: { source, cause, evidence } }
  }

  /** What a person or program says to the models, and not a question that measures them: it may be experimented with. */
  #isTraffic({ golden, hypothesis, configuration }: Omit<Asked, 'decision'>, { source }: AskOptions): boolean {
    const { backend } = this.#worker.facts
    const measures = golden !== undefined || hypothesis !== undefined || configuration !== undefined
    return !measures && source === undefined && backend.kind !== 'replay'
  }

  /** Whether the router learns from the reply: it was measured, and went where the router sent it. */
  #teaches({ hypothesis, configuration }: Asked, { source }: AskOptions): boolean {
    const { backend, settings } = this.#worker.facts
    const routed = source === undefined && hypothesis === undefined && configuration === undefined
    // Only failures are tried again, so what a retry brings is no sample of how a model answers.
    if (this.#retry > 0) return false
    return routed && backend.kind !== 'replay' && settings.record === 0
  }

  /**
   * Ends the attempt: the end of the test judges the replies that nothing else judged. `fault`: what the body threw, null
   * for nothing; left out: Vitest knows. Rejects when a question is still open: its reply would come after the verdict.
   */
  async close(fault?: unknown): Promise<void> {
    this.#closed = true
    const ended =
      fault === undefined
        ? endingOf(this.#task, this.#errorsBefore)
        : endingOf(this.#task, this.#errorsBefore, { fault })
    const isOpen = this.#open > 0 && ended.kind !== 'failed'
    const ending: Ending = isOpen ? { kind: 'failed', why: 'the test ended before a reply came' } : ended
    if (this.#options.judgesByEnd ?? true) this.#judgeByEnd(ending)
    if (this.#worker.facts.drillDown) for (const { record } of this.#kept) recordReply(this.#task, eventIn(record))
    for (const { decision, reply } of this.#lessons.splice(0)) {
      const outcome = outcomeOf(reply.event)
      if (outcome !== null) this.#worker.observe(decision, outcome)
    }
    await Promise.all(this.#recordings)
    // A test that failed did not get to wait.
    if (isOpen)
      throw new Error('aios: the test ended before its reply came. Is an await missing? const reply = await ask(...)')
  }

  /**
   * A reply that nothing judged has the verdict of its test. Where the test of a golden failed, the reply that counts
   * for the golden did not pass either, whatever a matcher found before.
   */
  #judgeByEnd(ending: Ending): void {
    if (ending.kind === 'unknown') return
    const end: Judgement =
      ending.kind === 'passed' ? { verdict: 'pass', by: 'test' } : { verdict: 'fail', by: 'test', why: ending.why }
    const last = new Map(this.#kept.map(({ record, golden }) => [golden, record]))
    for (const { record, golden } of this.#kept) {
      if (!(record instanceof JudgedReply)) continue
      const counts = golden !== undefined && last.get(golden) === record
      if (record.verdict === 'unjudged' || (counts && ending.kind === 'failed')) record.judge(end)
    }
  }

  async #complete(asked: Asked, { source, configuration, hypothesis }: AskOptions): Promise<Reply | ModelFailure> {
    const { facts } = this.#worker
    const models = await this.#worker.modelsOf(configuration)
    const { golden, decision, messages, repeat } = asked
    const request = { source: source ?? decision.source, messages, repeat, signal: this.#signal }
    if (golden === undefined) return models.complete(request)
    const named = { ...request, golden: { set: golden.set, id: golden.id } }
    // A hypothesis records what it asked by itself, in the order in which it asked.
    if (
      facts.settings.record === 0 ||
      facts.backend.kind === 'replay' ||
      facts.backend.kind === 'none' ||
      hypothesis !== undefined
    )
      return models.complete(named)
    const settings = configuration === undefined ? facts.settings : configure(facts.settings, configuration)
    const recorded = await record(models, named, settings, facts.backend.from)
    if (recorded.kind === 'failure') return recorded
    this.#recordings.push(recordArtifact(this.#task, { type: 'aios:recording', entries: recorded.entries }))
    return recorded.reply
  }

  #place(question: Question, options: AskOptions): Asked {
    const { configuration, hypothesis, repeat = this.#repeat } = options
    const { facts, router } = this.#worker
    const golden = isGolden(question) ? question : undefined
    const prompt = configuration?.prompt ?? facts.settings.prompt
    const messages = withPrompt(messagesOf(question), prompt)
    const conversation =
      this.#options.conversation ??
      (golden === undefined ? `test:${this.#task.id}` : `golden:${golden.set}:${golden.id}`)
    const asked = {
      runId: facts.runId,
      conversation,
      message: shortId(),
      ...(golden === undefined
        ? {}
        : { golden: { set: golden.set, id: golden.id, trait: golden.trait, fingerprint: golden.fingerprint } }),
      repeat,
      retry: this.#retry,
      ...(isGolden(question) && question.countedAttempt === 'last' ? { countedAttempt: 'last' as const } : {}),
      ...(configuration === undefined ? {} : { configuration: configuration.name }),
      ...(hypothesis === undefined ? {} : { hypothesis }),
      messages,
      gitCommit: facts.gitCommit,
      version: facts.version,
      secrets: facts.settings.apiKey === null ? [] : [facts.settings.apiKey],
    }
    const explore = this.#isTraffic(asked, options)
    // Traffic of another run is other traffic: its conversations are put into buckets anew.
    if (explore) asked.conversation = `${facts.runId}:${conversation}`
    const decision = router.route({ conversation: asked.conversation, messages, explore })
    const { insteadOf: source } = decision
    const spared = {
      cause: 'breaker_open',
      evidence: 'it failed several times in a row, and is left alone for a while',
    }
    return { ...asked, decision, ...(source === undefined ? {} : { insteadOf: { source, ...spared } }) }
  }

  #keep(record: JudgedReply | UnmeasuredEvent, { golden, hypothesis }: Asked): void {
    const isOfSet = golden !== undefined && hypothesis === undefined
    if (isOfSet) this.#worker.results.get(golden.set)?.push(record)
    this.#kept.push({ record, golden: isOfSet ? JSON.stringify([golden.set, golden.id]) : undefined })
    this.#worker.batcher.put(record, this.#task)
  }
}

/** What is known of a question by now. */
export function eventIn(record: JudgedReply | UnmeasuredEvent): ResponseEvent | UnmeasuredEvent {
  return record instanceof JudgedReply ? record.event : record
}

/** null: it was not judged. */
function outcomeOf({ verdict, timings, origin }: ResponseEvent): Outcome | null {
  if (verdict === 'unjudged') return null
  return { kind: 'answered', quality: verdict === 'pass' ? 1 : 0, latencyMs: timings.total_ms, origin }
}

function isGolden(question: Question): question is SuiteGolden {
  return typeof question === 'object' && 'fingerprint' in question
}

function messagesOf(question: Question): readonly Message[] {
  if (typeof question === 'string') return [{ role: 'user', content: question }]
  return isGolden(question) ? question.conversation : question
}
