/** Number of conversations in one generation. */
const CAPACITY = 10_000

/** Number of slots: a power of two, so that two in three are empty. */
const SLOTS = 32_768

/**
 * Turns of conversations by id; keeps at least the newest 10,000, and at most twice as many. An open hash table, because
 * this runs for every message, and a `Map` of this size takes five times as long.
 */
export class TurnCounts {
  /** Two generations; the older one is dropped as a whole. */
  #newer = new Generation()
  #older: Generation | null = null

  /** 0 for an unknown conversation. */
  get(id: string): number {
    const hash = hashOf(id)
    return this.#newer.get(id, hash) || (this.#older?.get(id, hash) ?? 0)
  }

  set(id: string, turns: number): void {
    if (this.#newer.size >= CAPACITY) {
      this.#older = this.#newer
      this.#newer = new Generation()
    }
    this.#newer.set(id, hashOf(id), turns)
  }
}

class Generation {
  /** By slot: the place of an entry, from 1; 0: empty. */
  readonly #places = new Uint16Array(SLOTS)
  readonly #hashes = new Int32Array(CAPACITY)
  readonly #ids: string[] = []
  readonly #turns: number[] = []

  get size(): number {
    return this.#ids.length
  }

  get(id: string, hash: number): number {
    const place = this.#places[this.#slotOf(id, hash)] ?? 0
    return place === 0 ? 0 : (this.#turns[place - 1] ?? 0)
  }

  set(id: string, hash: number, turns: number): void {
    const slot = this.#slotOf(id, hash)
    const place = this.#places[slot] ?? 0
    if (place > 0) {
      this.#turns[place - 1] = turns
      return
    }
    this.#hashes[this.#ids.length] = hash
    this.#turns.push(turns)
    this.#places[slot] = this.#ids.push(id)
  }

  /** The slot of a conversation, or the one to store it in. */
  #slotOf(id: string, hash: number): number {
    let slot = hash & (SLOTS - 1)
    for (let place = this.#places[slot] ?? 0; place !== 0; place = this.#places[slot] ?? 0) {
      if (this.#hashes[place - 1] === hash && this.#ids[place - 1] === id) break
      slot = (slot + 1) & (SLOTS - 1)
    }
    return slot
  }
}

/** FNV-1a of the UTF-16 units, with its upper bits mixed into the lower ones. */
function hashOf(id: string): number {
  let hash = 0x811c9dc5 | 0
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193)
  return hash ^ (hash >>> 15)
}
