import { clearTimeout, setTimeout } from '../clock.ts'

/** How long a free slot waits for who just left it, in milliseconds: the next question comes at once, or not at all. */
const LINGER_MS = 50

/** After so many requests for one model in a row, whoever waits for another is let in. */
const LONGEST_ROW = 32

interface Waiting {
  client: unknown
  model: string
  enter: () => void
}

/**
 * Lets at most `limit` requests at a time through to one server. Those who wait go first come, first served, but for
 * one thing: a server that keeps one model resident should swap as rarely as possible. So when whoever waits wants
 * another model, a slot that was just left is kept for a moment for the client that left it.
 */
export class SlotScheduler {
  #free: number
  #previous: string | null = null
  #row = 0
  #kept: { client: unknown; timer: NodeJS.Timeout } | null = null
  readonly #waiting: Waiting[] = []

  constructor(limit: number) {
    this.#free = limit
  }

  /**
   * Calls `enter` when a slot is free, with the model that was let in before. Returns a way to give up or leave, with the
   * model that was asked last if the slot served for several. `client` is whoever asks, by identity.
   */
  request(client: unknown, model: string, enter: (previous: string | null) => void): (last?: string) => void {
    let inside = false
    const entry = {
      client,
      model,
      enter: () => {
        inside = true
        enter(this.#pass(model))
      },
    }
    this.#waiting.push(entry)
    this.#admit()
    return (last) => {
      const index = this.#waiting.indexOf(entry)
      if (index >= 0) this.#waiting.splice(index, 1)
      else if (inside) {
        inside = false
        this.#previous = last ?? this.#previous
        this.#free += 1
        this.#keepFor(client)
        this.#admit()
      }
    }
  }

  /** Notes that a request for `model` goes through; gives the model before it. */
  #pass(model: string): string | null {
    const previous = this.#previous
    this.#row = model === previous ? this.#row + 1 : 1
    this.#previous = model
    return previous
  }

  #keepFor(client: unknown): void {
    const head = this.#waiting[0]
    const swaps = head !== undefined && head.model !== this.#previous && head.client !== client
    if (!swaps || this.#row >= LONGEST_ROW || this.#kept !== null) return
    const timer = setTimeout(() => {
      this.#kept = null
      this.#admit()
    }, LINGER_MS)
    this.#kept = { client, timer }
  }

  #admit(): void {
    while (this.#free > 0) {
      const next = this.#next()
      if (next === undefined) return
      this.#free -= 1
      next.enter()
    }
  }

  /** Takes the next one from those who wait; undefined: nobody, or the only free slot is kept. */
  #next(): Waiting | undefined {
    const kept = this.#kept
    if (kept === null) return this.#waiting.shift()
    const back = this.#waiting.findIndex(({ client }) => client === kept.client)
    if (back < 0) return this.#free > 1 ? this.#waiting.shift() : undefined
    clearTimeout(kept.timer)
    this.#kept = null
    return this.#waiting[back]?.model === this.#previous ? this.#waiting.splice(back, 1)[0] : this.#waiting.shift()
  }
}
