interface Waiting {
  key: string
  grant: () => void
}

/**
 * A first-come, first-served queue. Up to `slots` requests with the same key run at the same time; one with another key
 * waits until all before it have ended, and so do those behind it.
 */
export class KeyedQueue {
  readonly #slots: number
  readonly #waiting: Waiting[] = []
  #running = 0
  #key: string | null = null

  constructor(slots: number) {
    this.#slots = slots
  }

  /** Resolves with the function that releases the slot; rejects with the signal's reason when that aborts first. */
  acquire(key: string, signal: AbortSignal): Promise<() => void> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted()
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1)
        reject(signal.reason as Error)
        this.#advance()
      }
      const grant = () => {
        signal.removeEventListener('abort', leave)
        resolve(this.#releaseOnce())
      }
      const waiting = { key, grant }
      signal.addEventListener('abort', leave, { once: true })
      this.#waiting.push(waiting)
      this.#advance()
    })
  }

  #advance(): void {
    for (;;) {
      const next = this.#waiting[0]
      if (next === undefined || this.#running >= this.#slots) return
      if (this.#running > 0 && next.key !== this.#key) return
      this.#waiting.shift()
      this.#running++
      this.#key = next.key
      next.grant()
    }
  }

  #releaseOnce(): () => void {
    let released = false
    return () => {
      if (released) return
      released = true
      this.#running--
      this.#advance()
    }
  }
}
