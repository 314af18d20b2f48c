/** Number of prior outcomes as expected, for shrinkage. */
const PRIOR = 10

/** Contribution of an effect to the evidence in addition to its own sum and square. */
interface Added {
  /** Whether it is the first of its conversation on this side of the boundary. */
  isFirst: boolean
  /** Twice the product with each earlier effect on this side, by the cell of the two that is farther from the boundary. */
  products: Record<number, number>
}

/**
 * Statistics of a conversation in one process between two moves. Its messages share a bucket and a difficulty, so their
 * outcomes are not independent.
 */
export class Conversation {
  #outcomes = 0
  #beyond = 0
  /** Sums of its effects by cell, on either side of the boundary. */
  readonly #effects = {
    main_model: new Map<number, number>(),
    embedder: new Map<number, number>(),
  }

  /** Mean utility of its outcomes above expectation, shrunk towards 0. */
  get beyondExpected(): number {
    return this.#beyond / (this.#outcomes + PRIOR)
  }

  /** Adds an outcome with its utility above expectation. */
  addOutcome(beyond: number): void {
    this.#outcomes += 1
    this.#beyond += beyond
  }

  /** Adds an effect. `toMain`: the boundary sends the messages of the cell to `main_model`. */
  addEffect(cell: number, effect: number, toMain: boolean): Added {
    const sums = this.#effects[toMain ? 'main_model' : 'embedder']
    const isFirst = sums.size === 0
    const products: Record<number, number> = {}
    for (const [other, sum] of sums) {
      // A boundary that reaches the outer cell also reaches the inner one, so the pair belongs to the outer cell.
      const outer = toMain ? Math.max(cell, other) : Math.min(cell, other)
      products[outer] = (products[outer] ?? 0) + 2 * effect * sum
    }
    sums.set(cell, (sums.get(cell) ?? 0) + effect)
    return { isFirst, products }
  }
}
