/** A map that keeps at least the newest `capacity` entries, and at most twice as many. */
export class Recent<V> {
  readonly #capacity: number
  /** Two generations; the older one is dropped as a whole, because finding the oldest entry takes too long. */
  #newer = new Map<string, V>()
  #older = new Map<string, V>()

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  set(key: string, value: V): void {
    if (this.#newer.size >= this.#capacity) {
      this.#older = this.#newer
      this.#newer = new Map()
    }
    this.#newer.set(key, value)
  }

  get(key: string): V | undefined {
    return this.#newer.get(key) ?? this.#older.get(key)
  }

  delete(key: string): void {
    this.#newer.delete(key)
    this.#older.delete(key)
  }
}
