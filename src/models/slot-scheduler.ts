import { clearTimeout, setTimeout } from '../clock.ts'

/** How long a free slot is kept for the client that left it, in milliseconds: its next question comes at once or never. */
const LINGER_MS = 50

/** Requests for one model in a row after which a waiting request for another model is served. */
const LONGEST_ROW = 32

interface Waiting {
  client: unknown
  model: string
  enter: () => void
}

/**
 * Lets at most `limit` requests at a time through to one server, first come, first served, with one exception: a server
 * that keeps one model resident should swap as rarely as possible. So when the next request is for another model, a
 * free slot is kept for a moment for the client that left it.
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
   * Calls `enter` when a slot is free, with the model that was let in before. Returns the function that cancels the
   * request or frees its slot; `last` is the model asked last, if the slot was used for several. `client` is compared by
   * identity.
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

  /** Records that a request for `model` goes through; returns the model before it. */
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

  /** Removes the next request from the queue; undefined: the queue is empty, or the only free slot is kept. */
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
