import { shortId } from '../../src/provenance/short-id.ts'
import { recordArtifact, type TestContext } from 'vitest'
import type { ResponseEvent, UnmeasuredEvent } from '../../schemas/generated/provenance.ts'
import { type Message, withPrompt } from '../../src/message.ts'
import { record } from '../../src/models/recorder.ts'
import type { ModelFailure, Reply } from '../../src/models/types.ts'
import { type Configuration, configure } from '../../src/settings/configuration.ts'
import type { Source } from '../../src/source.ts'
import { type Asked, responseEvent, unmeasuredEvent } from '../../src/run/event.ts'
import type { Decision } from '../../src/router/index.ts'
import { noteReply } from './drill-down.ts'
import type { Lab } from './lab.ts'
import type { Letter } from './outbox.ts'
import { CouldNotMeasureError } from './could-not-measure.ts'
import type { SuiteGolden } from './suite-golden.ts'

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
      // What replays knows of goldens only.
      if (manner.hypothesis !== undefined) outcome.remedy = outcome.remedy.replace(/ goldens$/, ' hypotheses')
      this.#keep(unmeasuredEvent(asked, outcome), asked)
      throw new CouldNotMeasureError(outcome, asked)
    }
    const answer: Answer = { ...outcome, decision: asked.decision }
    const event = responseEvent(asked, outcome)
    // Nobody waited for it, so nothing vouches for it.
    if (this.#closed) Object.assign(event, { verdict: 'fail', why: 'came after its test had ended' })
    events.set(answer, event)
    this.#keep(event, asked)
    return answer
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

  #place(question: Question, { configuration, hypothesis, repeat = this.#repeat }: Manner): Asked {
    const { facts, router } = this.#lab
    const golden = isGolden(question) ? question : undefined
    const prompt = configuration?.prompt ?? facts.settings.prompt
    const messages = withPrompt(messagesOf(question), prompt)
    const conversation =
      this.#conversation ?? (golden === undefined ? `test:${this.#task.id}` : `golden:${golden.set}:${golden.id}`)
    return {
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
      decision: router.route({ conversation, messages }),
      gitCommit: facts.gitCommit,
      version: facts.version,
      secrets: facts.settings.apiKey === null ? [] : [facts.settings.apiKey],
    }
  }

  #keep(event: ResponseEvent | UnmeasuredEvent, { golden, hypothesis }: Asked): void {
    if (golden !== undefined && hypothesis === undefined) this.#lab.results.get(golden.set)?.push(event)
    const letter: Letter = { task: this.#task, event, at: performance.now(), sent: null }
    this.#letters.push(letter)
    this.#lab.outbox.put(letter)
  }
}

function isGolden(question: Question): question is SuiteGolden {
  return typeof question === 'object' && 'fingerprint' in question
}

function messagesOf(question: Question): readonly Message[] {
  if (typeof question === 'string') return [{ role: 'user', content: question }]
  return isGolden(question) ? question.conversation : question
}
