import { clearTimeout, monotonicMs, setTimeout } from '../../clock.ts'
import type { Limits } from '../../settings/settings.ts'
import type { Fault } from './fault.ts'

/**
 * The limits of one call over a single timer: first token, then silence between tokens, and the whole. When one is
 * passed, or the caller gives up, `signal` aborts and `fault` says why.
 */
export class Deadlines {
  fault: Fault | null = null
  #limits: CallLimits
  readonly #controller = new AbortController()
  readonly #caller: AbortSignal | undefined
  readonly #startedAt = monotonicMs()
  #tokenAt: number | null = null
  #timer: NodeJS.Timeout

  constructor(limits: CallLimits, caller: AbortSignal | undefined) {
    this.#limits = limits
    this.#caller = caller
    this.#timer = setTimeout(this.#check, Math.min(limits.firstToken, limits.total))
    if (caller?.aborted === true) this.#giveUp()
    else caller?.addEventListener('abort', this.#giveUp, { once: true })
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** A token came at `now`, on the clock of `monotonicMs`. */
  token(now: number): void {
    const first = this.#tokenAt === null
    this.#tokenAt = now
    if (!first) return
    const { totalFromFirstToken: rest } = this.#limits
    if (rest !== undefined) this.#limits = { ...this.#limits, total: now - this.#startedAt + rest }
    this.#check()
  }

  /** The call is over. */
  clear(): void {
    clearTimeout(this.#timer)
    this.#caller?.removeEventListener('abort', this.#giveUp)
  }

  readonly #giveUp = (): void => this.#end({ kind: 'aborted' })

  // Tokens only note their time; the timer looks at it when it fires, so that a token costs nothing.
  readonly #check = (): void => {
    clearTimeout(this.#timer)
    const now = monotonicMs()
    const { firstToken, idle, total } = this.#limits
    const wait = this.#tokenAt === null ? this.#startedAt + firstToken - now : this.#tokenAt + idle - now
    const rest = this.#startedAt + total - now
    if (wait <= 0) this.#end(this.#tokenAt === null ? limit('firstToken', firstToken) : limit('idle', idle))
    else if (rest <= 0) this.#end(limit('total', total))
    else this.#timer = setTimeout(this.#check, Math.ceil(Math.min(wait, rest)))
  }

  #end(fault: Fault): void {
    this.fault ??= fault
    this.#controller.abort()
  }
}

/** Limits of one call on a connection, in milliseconds. */
export type CallLimits = Pick<Limits, 'firstToken' | 'idle' | 'total'> & {
  /** Counts the limit of the whole from the first token on: what comes before is a load. */
  totalFromFirstToken?: number
}

const limit = (name: keyof Limits, ms: number): Fault => ({ kind: 'limit', limit: name, ms })
