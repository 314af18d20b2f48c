/** Outcomes as expected that a conversation is taken to have had before its first. */
const PRIOR = 10

/** What an effect adds to the evidence beyond itself. */
interface Added {
  /** It is the first of its conversation on this side of the boundary. */
  isFirst: boolean
  /** Twice the product with each earlier effect on this side, by the cell of the two that is farther from the boundary. */
  products: Record<number, number>
}

/**
 * What a process knows of a conversation while the boundary stays where it is. Its messages share a bucket and are alike
 * hard: twenty that all went well are not twenty tosses of a coin.
 */
export class Conversation {
  #outcomes = 0
  #beyond = 0
  /** Sums of its effects by cell, on either side of the boundary. */
  readonly #effects = {
    main_model: new Map<number, number>(),
    embedder: new Map<number, number>(),
  }

  /** By how much its outcomes so far were worth more than expected, drawn towards 0 while they are few. */
  get beyondExpected(): number {
    return this.#beyond / (this.#outcomes + PRIOR)
  }

  /** Adds an outcome that was worth so much more than expected. */
  addOutcome(beyond: number): void {
    this.#outcomes += 1
    this.#beyond += beyond
  }

  /** Adds an effect in a cell whose messages the boundary sends to `main_model`, or does not. */
  addEffect(cell: number, effect: number, toMain: boolean): Added {
    const sums = this.#effects[toMain ? 'main_model' : 'embedder']
    const isFirst = sums.size === 0
    const products: Record<number, number> = {}
    for (const [other, sum] of sums) {
      // No boundary reaches the outer cell without the inner one: there the pair counts just when both do.
      const outer = toMain ? Math.max(cell, other) : Math.min(cell, other)
      products[outer] = (products[outer] ?? 0) + 2 * effect * sum
    }
    sums.set(cell, (sums.get(cell) ?? 0) + effect)
    return { isFirst, products }
  }
}
