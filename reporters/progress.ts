/** Reports the progress of a slow run and the time left, at most once every `everyMs` milliseconds. */
export class Progress {
  #total = 0
  #done = 0
  #startedAt = 0
  #reportedAt = 0
  readonly #everyMs: number
  readonly #unit: string
  readonly #report: (line: string) => void
  readonly #now: () => number

  constructor(
    report: (line: string) => void,
    { everyMs = 10_000, now = Date.now, unit = 'tests' }: { everyMs?: number; now?: () => number; unit?: string } = {},
  ) {
    this.#report = report
    this.#everyMs = everyMs
    this.#unit = unit
    this.#now = now
  }

  start(): void {
    this.#total = 0
    this.#done = 0
    this.#startedAt = this.#now()
    this.#reportedAt = this.#startedAt
  }

  expect(more: number): void {
    this.#total += more
  }

  tick(): void {
    this.#done += 1
    const now = this.#now()
    if (now - this.#reportedAt < this.#everyMs || this.#done >= this.#total) return
    this.#reportedAt = now
    const elapsed = now - this.#startedAt
    const left = (elapsed / this.#done) * (this.#total - this.#done)
    this.#report(
      `${this.#done} of ${this.#total} ${this.#unit} after ${duration(elapsed)}, about ${duration(left)} left`,
    )
  }
}

/** `42 s`, `3 min 20 s`. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000)
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}
