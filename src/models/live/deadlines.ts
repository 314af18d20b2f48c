import { clearTimeout, monotonicMs, setTimeout } from '../../clock.ts'
import type { Limits } from '../../settings/settings.ts'
import type { Fault } from './fault.ts'

/**
 * The limits of one call with a single timer: the first token, the idle time between tokens, and the whole call. When a
 * limit is exceeded or the caller aborts, `signal` aborts and `fault` gives the reason.
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
    if (caller?.aborted === true) this.#abort()
    else caller?.addEventListener('abort', this.#abort, { once: true })
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** Records a token at `now`, on the clock of `monotonicMs`. */
  token(now: number): void {
    const first = this.#tokenAt === null
    this.#tokenAt = now
    if (!first) return
    const { totalFromFirstToken: rest } = this.#limits
    if (rest !== undefined) this.#limits = { ...this.#limits, total: now - this.#startedAt + rest }
    this.#check()
  }

  /** Stops the timer; the call has ended. */
  clear(): void {
    clearTimeout(this.#timer)
    this.#caller?.removeEventListener('abort', this.#abort)
  }

  readonly #abort = (): void => this.#end({ kind: 'aborted' })

  // Tokens only record their time; the timer checks it when it fires, so that a token costs almost nothing.
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
  /** If set, the limit of the whole call from the first token on: the time before counts as a load. */
  totalFromFirstToken?: number
}

const limit = (name: keyof Limits, ms: number): Fault => ({ kind: 'limit', limit: name, ms })
