/** Lets at most `limit` requests at a time through to one server; those who wait go first come, first served. */
export class Turnstile {
  #free: number
  #previous: string | null = null
  readonly #waiting: { model: string; enter: (previous: string | null) => void }[] = []

  constructor(limit: number) {
    this.#free = limit
  }

  /**
   * Calls `enter` when a slot is free, with the model that was let in before. Returns a way to give up or leave, with the
   * model that was asked last if the slot served for several.
   */
  request(model: string, enter: (previous: string | null) => void): (last?: string) => void {
    let inside = false
    const entry = {
      model,
      enter: (previous: string | null) => {
        inside = true
        enter(previous)
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
        this.#admit()
      }
    }
  }

  #admit(): void {
    while (this.#free > 0) {
      const next = this.#waiting.shift()
      if (next === undefined) return
      this.#free -= 1
      const previous = this.#previous
      this.#previous = next.model
      next.enter(previous)
    }
  }
}
