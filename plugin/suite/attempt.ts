import { monotonicMs } from '../../src/clock.ts'
import { shortId } from '../../src/provenance/short-id.ts'
import { recordArtifact, type TestContext } from 'vitest'
import type { ResponseEvent, UnmeasuredEvent } from '../../schemas/generated/provenance.ts'
import type { Expectation } from '../../src/goldens/golden.ts'
import { type Message, withPrompt } from '../../src/message.ts'
import { record } from '../../src/models/recorder.ts'
import type { ModelFailure, Reply } from '../../src/models/types.ts'
import { type Configuration, configure } from '../../src/settings/configuration.ts'
import type { Source } from '../../src/source.ts'
import { type Asked, responseEvent, unmeasuredEvent } from '../../src/run/event.ts'
import type { Decision, Outcome } from '../../src/router/index.ts'
import { noteReply } from './drill-down.ts'
import type { Lab } from './lab.ts'
import type { Letter } from './outbox.ts'
import { CouldNotMeasureError } from './could-not-measure.ts'
import type { SuiteGolden } from './suite-golden.ts'
import { judgeReply } from './verdict.ts'

/** A reply with the decision that led to it. */
export interface Answer extends Reply {
  decision: Decision
}

/** What can be asked: a golden, a text, or a whole conversation that ends with the user's message. */
export type Question = SuiteGolden | string | readonly Message[]

/** How to ask, where it is not the plain way. */
export interface Manner {
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
export type Ask = (question: Question, manner?: Manner) => Promise<Answer>

const events = new WeakMap<Answer, ResponseEvent>()

/** The event of an answer, for matchers to write their verdict into. */
export function eventOf(answer: unknown): ResponseEvent | undefined {
  return typeof answer === 'object' && answer !== null ? events.get(answer as Answer) : undefined
}

/** One run of a test's body: asks, and gives one event for each reply to the lab's outbox. */
export class Attempt {
  readonly #lab: Lab
  readonly #task: TestContext['task']
  readonly #signal: AbortSignal
  readonly #conversation: string | undefined
  readonly #repeat: number
  readonly #retry: number
  readonly #letters: Letter[] = []
  readonly #recordings: Promise<unknown>[] = []
  /** Routed replies that the router learns from once they are judged. */
  readonly #lessons: { decision: Decision; event: ResponseEvent }[] = []
  /** Questions that have no reply yet. */
  #open = 0
  #closed = false

  constructor(lab: Lab, task: TestContext['task'], signal: AbortSignal, conversation: string | undefined) {
    this.#lab = lab
    this.#task = task
    this.#signal = signal
    this.#conversation = conversation
    this.#repeat = task.result?.repeatCount ?? 0
    this.#retry = task.result?.retryCount ?? 0
  }

  /** Routes and asks. Rejects with a {@link CouldNotMeasureError} when there is no reply. */
  readonly ask: Ask = async (question, manner = {}) => {
    this.#open += 1
    try {
      return await this.#answer(this.#place(question, manner), manner)
    } finally {
      this.#open -= 1
    }
  }

  async #answer(asked: Asked, manner: Manner): Promise<Answer> {
    const outcome = await this.#complete(asked, manner)
    if (outcome.kind === 'failure') {
      const instead = this.#isTraffic(asked, manner) ? this.#instead(asked, outcome) : null
      if (instead !== null) return this.#answer(instead, manner)
      // What replays knows of goldens only.
      if (manner.hypothesis !== undefined) outcome.remedy = outcome.remedy.replace(/ goldens$/, ' hypotheses')
      this.#keep(unmeasuredEvent(asked, outcome), asked)
      throw new CouldNotMeasureError(outcome, asked)
    }
    const answer: Answer = { ...outcome, decision: asked.decision }
    const event = responseEvent(asked, outcome)
    if (manner.expect !== undefined) judgeReply(event, outcome.text, manner.expect)
    // Nobody waited for it, so nothing vouches for it.
    if (this.#closed) Object.assign(event, { verdict: 'fail', why: 'came after its test had ended' })
    events.set(answer, event)
    this.#keep(event, asked)
    if (this.#teaches(asked, manner)) this.#lessons.push({ decision: asked.decision, event })
    return answer
  }

  /** The same question for the other model, where that may answer in place of the one that failed. */
  #instead(asked: Asked, { source, cause, evidence }: ModelFailure): Asked | null {
    this.#lab.observe(asked.decision, { kind: 'failed' })
    const decision = this.#lab.router.instead(asked.decision)
    return decision && { ...asked, decision, insteadOf: { source, cause, evidence } }
  }

  /** What a person or program says to the models, and not a question that measures them: it may be experimented with. */
  #isTraffic({ golden, hypothesis, configuration }: Omit<Asked, 'decision'>, { source }: Manner): boolean {
    const { backend } = this.#lab.facts
    const measures = golden !== undefined || hypothesis !== undefined || configuration !== undefined
    return !measures && source === undefined && backend.kind !== 'replay'
  }

  /** Whether the router learns from the reply: it was measured, and went where the router sent it. */
  #teaches({ hypothesis, configuration }: Asked, { source }: Manner): boolean {
    const { backend, settings } = this.#lab.facts
    const routed = source === undefined && hypothesis === undefined && configuration === undefined
    return routed && backend.kind !== 'replay' && settings.record === 0
  }

  /**
   * Closes the books: a reply that no matcher judged has the verdict of the test. Rejects when a question is still open:
   * its reply would come after the verdict.
   */
  async close(state = this.#task.result?.state): Promise<void> {
    this.#closed = true
    for (const letter of this.#letters) {
      const { event } = letter
      if (event.verdict === 'unjudged' && (state === 'pass' || state === 'fail')) event.verdict = state
      if (this.#lab.facts.drillDown) noteReply(this.#task, event)
      if (letter.sent !== null) this.#lab.outbox.put(letter)
    }
    for (const { decision, event } of this.#lessons.splice(0)) {
      const outcome = outcomeOf(event)
      if (outcome !== null) this.#lab.observe(decision, outcome)
    }
    await Promise.all(this.#recordings)
    // A test that failed did not get to wait.
    if (this.#open > 0 && state !== 'fail')
      throw new Error('aios: the test ended before its reply came. Is an await missing? const reply = await ask(...)')
  }

  async #complete(asked: Asked, { source, configuration, hypothesis }: Manner): Promise<Reply | ModelFailure> {
    const { facts } = this.#lab
    const models = await this.#lab.modelsOf(configuration)
    const { golden, decision, messages, repeat } = asked
    const request = { source: source ?? decision.source, messages, repeat, signal: this.#signal }
    if (golden === undefined) return models.complete(request)
    const named = { ...request, golden: { set: golden.set, id: golden.id } }
    // A hypothesis records what it asked by itself, in the order in which it asked.
    if (facts.settings.record === 0 || facts.backend.kind === 'replay' || hypothesis !== undefined)
      return models.complete(named)
    const settings = configuration === undefined ? facts.settings : configure(facts.settings, configuration)
    const recorded = await record(models, named, settings, facts.backend.from)
    if (recorded.kind === 'failure') return recorded
    this.#recordings.push(recordArtifact(this.#task, { type: 'aios:recording', entries: recorded.entries }))
    return recorded.reply
  }

  #place(question: Question, manner: Manner): Asked {
    const { configuration, hypothesis, repeat = this.#repeat } = manner
    const { facts, router } = this.#lab
    const golden = isGolden(question) ? question : undefined
    const prompt = configuration?.prompt ?? facts.settings.prompt
    const messages = withPrompt(messagesOf(question), prompt)
    const conversation =
      this.#conversation ?? (golden === undefined ? `test:${this.#task.id}` : `golden:${golden.set}:${golden.id}`)
    const asked = {
      runId: facts.runId,
      conversation,
      message: shortId(),
      ...(golden === undefined
        ? {}
        : { golden: { set: golden.set, id: golden.id, trait: golden.trait, fingerprint: golden.fingerprint } }),
      repeat,
      retry: this.#retry,
      ...(configuration === undefined ? {} : { configuration: configuration.name }),
      ...(hypothesis === undefined ? {} : { hypothesis }),
      messages,
      gitCommit: facts.gitCommit,
      version: facts.version,
      secrets: facts.settings.apiKey === null ? [] : [facts.settings.apiKey],
    }
    const explore = this.#isTraffic(asked, manner)
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

  #keep(event: ResponseEvent | UnmeasuredEvent, { golden, hypothesis }: Asked): void {
    if (golden !== undefined && hypothesis === undefined) this.#lab.results.get(golden.set)?.push(event)
    const letter: Letter = { task: this.#task, event, at: monotonicMs(), sent: null }
    this.#letters.push(letter)
    this.#lab.outbox.put(letter)
  }
}

/** null: nobody judged it. */
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
