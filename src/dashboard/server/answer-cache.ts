import type { PartialAnswer } from '../answers.ts'
import { type Sources, stampOf } from '../sources.ts'

/** How long an answer stays, in milliseconds: its time window ends now. */
const STAYS_MS = 30_000

/** Characters of all answers that are kept, with their requests. */
const MOST_CHARACTERS = 50_000_000

interface Kept {
  /** Of the files that the answer was computed from, and of the part of the log that it has. */
  stamp: string
  madeAt: number
  json: Promise<string>
  /** Characters of request and answer; 0: it is being computed. */
  length: number
}

/** Answers as JSON by their request, until a file changes that they come from. The same request is computed once. */
export class AnswerCache {
  readonly #sources: Pick<Sources, 'settings' | 'log'>
  readonly #kept = new Map<string, Kept>()

  constructor(sources: Pick<Sources, 'settings' | 'log'>) {
    this.#sources = sources
  }

  /** The answer to a request; `compute` gives it where it is not kept. `partial`: what it has, where that is not all. */
  async json(request: string, compute: () => Promise<unknown>, partial: PartialAnswer | null): Promise<string> {
    const stamp = `${stampOf(this.#sources)}|${partial?.since ?? ''}`
    const now = Date.now()
    const known = this.#kept.get(request)
    const ageMs = now - (known?.madeAt ?? -Infinity)
    // A clock that was set back makes it younger than 0.
    if (known?.stamp === stamp && ageMs >= 0 && ageMs < STAYS_MS) return known.json
    const made: Kept = { stamp, madeAt: now, json: compute().then((answer) => JSON.stringify(answer)), length: 0 }
    this.#kept.delete(request)
    this.#kept.set(request, made)
    try {
      const json = await made.json
      made.length = request.length + json.length
      this.#forgetOldest()
      return json
    } catch (error) {
      if (this.#kept.get(request) === made) this.#kept.delete(request)
      throw error
    }
  }

  #forgetOldest(): void {
    let sum = [...this.#kept.values()].reduce((total, { length }) => total + length, 0)
    for (const [request, { length }] of this.#kept) {
      if (sum <= MOST_CHARACTERS) return
      this.#kept.delete(request)
      sum -= length
    }
  }
}
