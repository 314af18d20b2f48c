/** The newest entries of many, `least` of them at the least. */
export class Recent<V> {
  readonly #least: number
  /** Two halves, of which the older one goes as a whole: to look for the oldest entry takes too long. */
  #newer = new Map<string, V>()
  #older = new Map<string, V>()

  constructor(least: number) {
    this.#least = least
  }

  set(key: string, value: V): void {
    if (this.#newer.size >= this.#least) {
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
