import { randomUUID } from 'node:crypto'
import { DEFAULTS } from '../../schemas/generated/options.defaults.ts'
import { isoTime, monotonicMs, wallMs } from '../clock.ts'
import { errorMessage } from '../text/error-message.ts'
import { controlDecision } from './by-boundary.ts'
import { plannedDecision, type WeighedMessage } from './by-plan.ts'
import type { Decision, Outcome, Route, Routing } from './decision.ts'
import { callBack } from './callback.ts'
import { bucketIncrement, feedbackFrom } from './feedback.ts'
import { policyOptions, type RouterOptions, whyOff } from './options.ts'
import { Pending } from './pending.ts'
import { policyNamed } from './policies/named.ts'
import {
  type MoveEvaluation,
  type Feedback,
  type Policy,
  type PolicyOptions,
  CONTROL_BOUNDARY,
  withinDrift,
} from './policy.ts'
import { Recent } from './recent.ts'
import type { Observed, Router } from './router.ts'
import { Saver } from './saver.ts'
import type { Increment, Move, RouterState } from './state.ts'
import type { StateStore, Warn } from './store.ts'
import { areUsualCells, checkIncrement } from './stores/increment-check.ts'
import { Substitutes } from './substitutes.ts'
import { texts } from './texts.ts'
import { weigh } from './weight/weigh.ts'
import { userTurns, WholeConversations } from './whole-conversations.ts'

/** Age in milliseconds after which the state is read again: other processes may have moved the boundary. */
const REFRESH_AFTER_MS = 2_000

/** Minimum number of counted conversations to remember. */
const REMEMBERED_CONVERSATIONS = 10_000

const USUAL = DEFAULTS.RouterOptions

type FailingStep = 'planning' | 'learning' | 'reading' | 'saving' | 'moving'

/** The implementation of {@link Router}. */
export class AdaptiveRouter implements Router {
  readonly #options: Omit<RouterOptions, 'warn'> & { warn: Warn }
  readonly #limits: PolicyOptions
  readonly #policy: Policy
  readonly #store: StateStore
  readonly #saver: Saver
  readonly #pending = new Pending()
  /** Counted conversations: a first message that is sent twice counts once. */
  readonly #counted = new Recent<true>(REMEMBERED_CONVERSATIONS)
  readonly #whole = new WholeConversations()
  readonly #substitutes: Substitutes
  readonly #name = randomUUID().slice(0, 8)
  #decisions = 0
  #state: RouterState
  #readAt: number
  #reading = false
  /** Failing steps of which the application was warned. */
  readonly #failing = new Set<FailingStep>()

  constructor(options: Omit<RouterOptions, 'warn'> & { warn: Warn }, store: StateStore, state: RouterState) {
    this.#options = options
    this.#limits = policyOptions(options)
    const { policy = USUAL.policy, saveAfterMs = USUAL.saveAfterMs } = options
    this.#policy = typeof policy === 'string' ? policyNamed(policy, this.#limits) : policy
    this.#substitutes = new Substitutes(options.fallback)
    this.#store = store
    this.#saver = new Saver(store, (saved) => this.#saved(saved), saveAfterMs)
    this.#state = this.#bounded(state)
    this.#readAt = this.#now()
  }

  get state(): RouterState {
    return this.#state
  }

  get boundary(): number {
    return this.off === null ? this.#state.boundary : CONTROL_BOUNDARY
  }

  get off(): string | null {
    try {
      return whyOff(this.#options)
    } catch (error) {
      // An invalid value of the switch turns adaptation off while the router runs.
      return errorMessage(error)
    }
  }

  route({ conversation, messages, explore = true }: Routing): Decision {
    const now = this.#now()
    const { value: weight, parts } = weigh(texts(messages), this.#options.weights ?? undefined)
    // Goldens and hypotheses repeat the same conversation id, so they are left out of the sample-ratio check.
    const turns = userTurns(messages)
    const begins = explore && turns <= 1
    const isWhole = this.#whole.add(conversation, turns)
    const route = this.#decide({ conversation, weight, explore, isWhole }, now)
    const { source, bucket, boundary, propensity, drawn, off, reason, experiment } = route
    // Field by field: two spreads take five times as long.
    const chosen: Decision = {
      id: this.#nextId(),
      conversation,
      weight,
      parts,
      begins,
      source,
      bucket,
      boundary,
      propensity,
      drawn,
      off,
      reason,
      experiment,
    }
    const decision = explore ? this.#substitutes.unlessFailing(chosen, now) : chosen
    this.#pending.add(decision, this.#decisions, now)
    return decision
  }

  async observe(decision: Decision, outcome: Outcome): Promise<Observed> {
    try {
      return await this.#observe(decision, outcome)
    } catch (error) {
      return { counted: false, why: errorMessage(error) }
    }
  }

  async #observe(decision: Decision, outcome: Outcome): Promise<Observed> {
    const now = this.#now()
    const found = this.#pending.find(decision, now)
    if (typeof found === 'string') return { counted: false, why: found }
    const { decision: made, at: madeAt } = found
    if (outcome.kind === 'arrived') {
      this.#substitutes.succeeded(made, now, now)
      return { counted: false, why: 'the outcome has no quality' }
    }
    const feedback = outcome.kind === 'failed' ? null : feedbackFrom(outcome)
    if (typeof feedback === 'string') return { counted: false, why: feedback }
    this.#pending.remove(made.id)
    if (feedback === null) this.#substitutes.failed(made, now)
    else this.#substitutes.succeeded(made, madeAt + feedback.latencyMs, now)
    const off = made.off ?? this.off
    if (off !== null) return { counted: false, why: `adaptation is off (${off})` }
    const begins = made.begins && this.#counted.get(made.conversation) === undefined
    const increment = this.#withStatistics(made, bucketIncrement({ ...made, begins }, feedback, this.#limits), feedback)
    if (begins) this.#counted.set(made.conversation, true)
    try {
      await this.#saver.save(increment)
      this.#failing.delete('saving')
      return { counted: true, saved: true }
    } catch (error) {
      if (error instanceof RangeError) return { counted: false, why: error.message }
      this.#warnOnce('saving', `${errorMessage(error)}; the router keeps outcomes and saves them with a later one`)
      return { counted: true, saved: false, why: errorMessage(error) }
    }
  }

  fallbackFor(decision: Decision): Decision | null {
    const replacement = this.#substitutes.fallbackFor(decision, () => this.#nextId())
    if (replacement !== null) this.#pending.add(replacement, this.#decisions, this.#now())
    return replacement
  }

  evaluateMove(): MoveEvaluation {
    return this.#policy.evaluateMove(this.#state)
  }

  async close(): Promise<void> {
    try {
      await this.#saver.flush()
    } finally {
      await this.#store.close()
    }
  }

  #decide(message: WeighedMessage, now: number): Route {
    const { off } = this
    const { weight } = message
    if (off !== null) return controlDecision(weight, off)
    const { controlShare = USUAL.controlShare, random = Math.random } = this.#options
    this.#refresh(now)
    try {
      const planned = plannedDecision(message, this.#state, this.#policy, { controlShare, random })
      this.#failing.delete('planning')
      return planned
    } catch (error) {
      // A policy or a random function of the application must not stop messages.
      const why = `planning failed: ${errorMessage(error)}`
      this.#warnOnce('planning', `${why}; messages follow control`)
      return controlDecision(weight, why)
    }
  }

  /** Adds the policy's own statistics to an increment, unless they are invalid. */
  #withStatistics(made: Decision, increment: Increment, feedback: Feedback | null): Increment {
    if (feedback === null || made.experiment === null || made.insteadOf !== undefined) return increment
    try {
      const epochs = this.#policy.learn(made, made.experiment, feedback)
      const extended = { ...increment, since_move: { ...increment.since_move, epochs } }
      if (!areUsualCells(epochs)) checkIncrement(extended)
      this.#failing.delete('learning')
      return extended
    } catch (error) {
      this.#warnOnce('learning', `the policy cannot learn: ${errorMessage(error)}; the router still counts outcomes`)
      return increment
    }
  }

  /** Reads changes of other processes in the background. */
  #refresh(now: number): void {
    const readAt = this.#readAt
    if (this.#reading || Math.abs(now - readAt) < REFRESH_AFTER_MS) return
    this.#reading = true
    const done = (state: RouterState | null) => {
      if (state !== null) this.#failing.delete('reading')
      // A state written in the meantime is newer.
      if (state !== null && this.#readAt === readAt) this.#state = this.#bounded(state)
      this.#reading = false
      this.#readAt = this.#now()
    }
    this.#store.load().then(done, (error: unknown) => {
      this.#warnOnce('reading', `${errorMessage(error)}; the boundary stays at ${this.#state.boundary}`)
      done(null)
    })
  }

  async #saved(state: RouterState): Promise<void> {
    this.#state = this.#bounded(state)
    this.#readAt = this.#now()
    const { boundary: from, generation } = this.#state
    try {
      const { move, reason } = this.#policy.evaluateMove(this.#state)
      if (move === null || this.off !== null) return void this.#failing.delete('moving')
      const to = Number.isFinite(move.to) ? withinDrift(move.to, this.#limits.maxDrift) : from
      if (to === from) return
      const ts = isoTime(this.#options.now === undefined ? wallMs() : this.#now())
      const made: Move = { ts, policy: this.#policy.name, from, ...move, to, reason }
      const after = await this.#store.commit(made, generation)
      this.#failing.delete('moving')
      this.#state = this.#bounded(after)
      const last = after.moves.at(-1)
      const isOurs = after.generation === generation + 1 && last?.ts === made.ts && last.to === made.to
      if (isOurs) this.#reportMove(made)
    } catch (error) {
      // The evidence is saved in the state, so the next outcome moves the boundary.
      this.#warnOnce('moving', `${errorMessage(error)}; the boundary stays at ${from} for now`)
    }
  }

  #reportMove(move: Move): void {
    const { onMove, warn } = this.#options
    if (onMove !== undefined) callBack(onMove, move, (reason) => warn(`aios: onMove failed: ${reason}`))
  }

  /** Limits the drift, since a state edited by hand or by another process may exceed it. */
  #bounded(state: RouterState): RouterState {
    return Object.freeze({ ...state, boundary: withinDrift(state.boundary, this.#limits.maxDrift) })
  }

  /** Warns once until the step succeeds again. */
  #warnOnce(step: FailingStep, warning: string): void {
    if (!this.#failing.has(step)) this.#options.warn(warning)
    this.#failing.add(step)
  }

  #nextId(): string {
    this.#decisions += 1
    return `${this.#name}-${this.#decisions}`
  }

  /** Monotonic by default: the system clock may jump while an outcome is pending. */
  #now(): number {
    const { now } = this.#options
    if (now === undefined) return monotonicMs()
    try {
      const time = now()
      return Number.isFinite(time) ? time : wallMs()
    } catch {
      return wallMs()
    }
  }
}
