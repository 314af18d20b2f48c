/**
 * Cuts a growing text at the first stop string. Text that may be the beginning of a stop string is held back until the
 * next piece.
 */
export class StopStrings {
  readonly #stops: readonly string[]
  #held = ''

  constructor(stops: readonly string[]) {
    this.#stops = stops.filter((stop) => stop !== '')
  }

  /** Adds a piece. Returns the text that can be emitted now, and whether a stop string ended it. */
  push(piece: string): { text: string; stopped: boolean } {
    const text = this.#held + piece
    const cuts = this.#stops.map((stop) => text.indexOf(stop)).filter((at) => at >= 0)
    if (cuts.length > 0) {
      this.#held = ''
      return { text: text.slice(0, Math.min(...cuts)), stopped: true }
    }
    const open = Math.max(0, ...this.#stops.map((stop) => overlap(text, stop)))
    this.#held = text.slice(text.length - open)
    return { text: text.slice(0, text.length - open), stopped: false }
  }

  /** The text held back at the end of the reply. */
  end(): string {
    const text = this.#held
    this.#held = ''
    return text
  }
}

/** Length of the longest suffix of `text` that is a prefix of `stop`. */
function overlap(text: string, stop: string): number {
  for (let length = Math.min(text.length, stop.length - 1); length > 0; length--) {
    if (text.endsWith(stop.slice(0, length))) return length
  }
  return 0
}
