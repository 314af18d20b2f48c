import { randomUUID } from 'node:crypto'
import { isoTime, monotonicMs, wallMs } from '../clock.ts'
import { errorMessage } from '../text/error-message.ts'
import { againstBoundary, atRest, sourceOf } from './by-boundary.ts'
import { bucketOf, keptBucket } from './bucket.ts'
import type { Decision, Outcome, Routing } from './decision.ts'
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
import { checkIncrement } from './stores/increment-check.ts'
import { Substitutes } from './substitutes.ts'
import { texts } from './texts.ts'
import { weigh } from './weight/weigh.ts'
import { userTurns, WholeConversations } from './whole-conversations.ts'

/** How old the state may be that messages are routed by, in milliseconds; other processes may have moved the boundary. */
const FRESH_FOR = 2_000

/** Conversations that are known to have been counted, at the least. */
const COUNTED = 10_000

type Trouble = 'planning' | 'learning' | 'reading' | 'saving' | 'moving'

/** The one router there is. See {@link Router}. */
export class AdaptiveRouter implements Router {
  readonly #options: Omit<RouterOptions, 'warn'> & { warn: Warn }
  readonly #limits: PolicyOptions
  readonly #policy: Policy
  readonly #store: StateStore
  readonly #saver: Saver
  readonly #pending = new Pending()
  /** Conversations that were counted: one that begins again, as a first message that is sent twice does, is none more. */
  readonly #counted = new Recent<true>(COUNTED)
  readonly #whole = new WholeConversations()
  readonly #substitutes: Substitutes
  readonly #name = randomUUID().slice(0, 8)
  #decisions = 0
  #state: RouterState
  #readAt: number
  #reading = false
  /** What fails, and was said to. */
  readonly #troubles = new Set<Trouble>()

  constructor(options: Omit<RouterOptions, 'warn'> & { warn: Warn }, store: StateStore, state: RouterState) {
    this.#options = options
    this.#limits = policyOptions(options)
    const { policy = 'evidence' } = options
    this.#policy = typeof policy === 'string' ? policyNamed(policy, this.#limits) : policy
    this.#substitutes = new Substitutes(options.fallback)
    this.#store = store
    this.#saver = new Saver(store, (saved) => this.#saved(saved), options.saveAfterMs ?? 0)
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
      // Whoever misspells the switch while messages come meant to throw it.
      return errorMessage(error)
    }
  }

  route({ conversation, messages, explore = true }: Routing): Decision {
    const now = this.#now()
    const { value: weight, parts } = weigh(texts(messages), this.#options.weights ?? undefined)
    // What measures is asked again and again, always in the same bucket: it says nothing about how traffic is split.
    const begins = explore && userTurns(messages) <= 1
    const isWhole = this.#whole.add(conversation, messages)
    const facts = { id: this.#nextId(), conversation, weight, parts, begins }
    const due: Decision = { ...facts, ...this.#decide(conversation, { weight, explore, isWhole }) }
    const decision = explore ? this.#substitutes.unlessFailing(due, now) : due
    this.#pending.add(decision, now)
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
      return { counted: false, why: 'nobody said how good the reply was' }
    }
    const feedback = outcome.kind === 'failed' ? null : feedbackFrom(outcome)
    if (typeof feedback === 'string') return { counted: false, why: feedback }
    this.#pending.remove(made.id)
    if (feedback === null) this.#substitutes.failed(made, now)
    else this.#substitutes.succeeded(made, madeAt + feedback.latencyMs, now)
    const off = made.off ?? this.off
    if (off !== null) return { counted: false, why: `adaptation is off (${off})` }
    const begins = made.begins && this.#counted.get(made.conversation) === undefined
    const increment = this.#learnt(made, bucketIncrement({ ...made, begins }, feedback, this.#limits), feedback)
    if (begins) this.#counted.set(made.conversation, true)
    try {
      await this.#saver.save(increment)
      this.#troubles.delete('saving')
      return { counted: true, saved: true }
    } catch (error) {
      if (error instanceof RangeError) return { counted: false, why: error.message }
      this.#complain('saving', `${errorMessage(error)}; outcomes are kept, and saved with a later one`)
      return { counted: true, saved: false, why: errorMessage(error) }
    }
  }

  fallbackFor(decision: Decision): Decision | null {
    const taken = this.#substitutes.fallbackFor(decision, () => this.#nextId())
    if (taken !== null) this.#pending.add(taken, this.#now())
    return taken
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

  #decide(conversation: string, message: ToRoute) {
    const { off } = this
    const { weight } = message
    if (off !== null) return atRest(weight, off)
    try {
      const planned = this.#planned(conversation, message)
      this.#troubles.delete('planning')
      return planned
    } catch (error) {
      // A policy or a draw of the application's own: it stops nobody.
      const why = `planning failed: ${errorMessage(error)}`
      this.#complain('planning', `${why}; messages go where control sends them`)
      return atRest(weight, why)
    }
  }

  #planned(conversation: string, { weight, explore, isWhole }: ToRoute) {
    const { controlShare = 0.5, random = Math.random } = this.#options
    this.#refresh()
    const bucket = keptBucket(this.#state, conversation) ?? bucketOf(conversation, controlShare)
    const plan = this.#policy.plan(this.#state, { weight, explore, controlShare })
    const { treatmentMain, explored } = plan
    if (!isChance(treatmentMain) || !isChance(plan.experiment.mainPropensity))
      throw new RangeError('a plan without chances')
    const boundary = bucket === 'control' ? CONTROL_BOUNDARY : this.#state.boundary
    const drawn = bucket === 'treatment' && explored
    const source = sourceOf(drawn ? random() < treatmentMain : weight > boundary)
    // What measures comes back in the same bucket every time: for it not even the bucket is chance.
    const mainPropensity = explore ? plan.experiment.mainPropensity : Number(source === 'main_model')
    const own = isWhole ? {} : { ownPropensity: drawn ? treatmentMain : Number(source === 'main_model') }
    return {
      source,
      bucket,
      boundary,
      propensity: source === 'main_model' ? mainPropensity : 1 - mainPropensity,
      drawn,
      off: null,
      reason: drawn
        ? `weight ${weight} is near the boundary ${boundary}: ${source} was drawn, main_model having a chance of ${treatmentMain.toFixed(2)}`
        : againstBoundary(weight, boundary),
      experiment: { ...plan.experiment, mainPropensity, ...own },
    }
  }

  /** An increment with what the policy makes of the outcome; without, where that cannot be added to any state. */
  #learnt(made: Decision, increment: Increment, feedback: Feedback | null): Increment {
    if (feedback === null || made.experiment === null || made.insteadOf !== undefined) return increment
    try {
      const epochs = this.#policy.learn(made, made.experiment, feedback)
      const learnt = { ...increment, since_move: { ...increment.since_move, epochs } }
      checkIncrement(learnt)
      this.#troubles.delete('learning')
      return learnt
    } catch (error) {
      this.#complain('learning', `the policy learns nothing: ${errorMessage(error)}; outcomes are counted`)
      return increment
    }
  }

  /** Reads what other processes have written, in the background. */
  #refresh(): void {
    const readAt = this.#readAt
    if (this.#reading || Math.abs(this.#now() - readAt) < FRESH_FOR) return
    this.#reading = true
    const done = (state: RouterState | null) => {
      if (state !== null) this.#troubles.delete('reading')
      // What was written meanwhile is newer.
      if (state !== null && this.#readAt === readAt) this.#state = this.#bounded(state)
      this.#reading = false
      this.#readAt = this.#now()
    }
    this.#store.load().then(done, (error: unknown) => {
      this.#complain('reading', `${errorMessage(error)}; the boundary stays at ${this.#state.boundary}`)
      done(null)
    })
  }

  async #saved(state: RouterState): Promise<void> {
    this.#state = this.#bounded(state)
    this.#readAt = this.#now()
    const { boundary: from, generation } = this.#state
    try {
      const { move, reason } = this.#policy.evaluateMove(this.#state)
      if (move === null || this.off !== null) return void this.#troubles.delete('moving')
      const to = Number.isFinite(move.to) ? withinDrift(move.to, this.#limits.maxDrift) : from
      if (to === from) return
      const ts = isoTime(this.#options.now === undefined ? wallMs() : this.#now())
      const made: Move = { ts, policy: this.#policy.name, from, ...move, to, reason }
      const after = await this.#store.commit(made, generation)
      this.#troubles.delete('moving')
      this.#state = this.#bounded(after)
      const last = after.moves.at(-1)
      const isOurs = after.generation === generation + 1 && last?.ts === made.ts && last.to === made.to
      if (isOurs) this.#tell(made)
    } catch (error) {
      // The evidence is in the state: the next outcome moves the boundary.
      this.#complain('moving', `${errorMessage(error)}; the boundary stays at ${from} for now`)
    }
  }

  #tell(move: Move): void {
    const { onMove, warn } = this.#options
    if (onMove !== undefined) callBack(onMove, move, (reason) => warn(`aios: onMove failed: ${reason}`))
  }

  /** Whatever somebody wrote into the state by hand, or writes into it, the drift stays within its bound. */
  #bounded(state: RouterState): RouterState {
    return Object.freeze({ ...state, boundary: withinDrift(state.boundary, this.#limits.maxDrift) })
  }

  /** Once until it is over. */
  #complain(trouble: Trouble, warning: string): void {
    if (!this.#troubles.has(trouble)) this.#options.warn(warning)
    this.#troubles.add(trouble)
  }

  #nextId(): string {
    this.#decisions += 1
    return `${this.#name}-${this.#decisions}`
  }

  /** Durations go by a clock that cannot be set: the system clock may jump while an outcome is waited for. */
  #now(): number {
    const { now } = this.#options
    if (now === undefined) return monotonicMs()
    try {
      const told = now()
      return Number.isFinite(told) ? told : wallMs()
    } catch {
      return wallMs()
    }
  }
}

/** What is known of a message when it is routed. `isWhole`: this router has seen all earlier turns of its conversation. */
interface ToRoute {
  weight: number
  explore: boolean
  isWhole: boolean
}

function isChance(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= 1
}
