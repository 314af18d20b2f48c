/** Wrong tokens that an address may send in `WINDOW_MS`. */
const MOST_ATTEMPTS = 10

/** How long a wrong token counts, in milliseconds. */
const WINDOW_MS = 60_000

/** Addresses that are remembered, the latest. */
const MOST_ADDRESSES = 1_000

/** Limits the wrong tokens of each address. */
export class AttemptLimit {
  readonly #times = new Map<string, number[]>()

  /** How long the address must wait before its next token, in milliseconds; 0: it need not. */
  waitMs(address: string, now: number): number {
    const times = this.#recent(address, now)
    const first = times.at(-MOST_ATTEMPTS)
    return first === undefined ? 0 : first + WINDOW_MS - now
  }

  /** Counts a wrong token. */
  add(address: string, now: number): void {
    const times = [...this.#recent(address, now), now]
    this.#times.delete(address)
    this.#times.set(address, times)
    const [oldest] = this.#times.keys()
    if (this.#times.size > MOST_ADDRESSES && oldest !== undefined) this.#times.delete(oldest)
  }

  /** After the right token. */
  forget(address: string): void {
    this.#times.delete(address)
  }

  #recent(address: string, now: number): number[] {
    return (this.#times.get(address) ?? []).filter((time) => now - time < WINDOW_MS)
  }
}
