import { clearTimeout, setTimeout } from '../../clock.ts'

/** Longest wait for the end of an answer that needs no more bytes, in milliseconds, and most bytes that are read of it. */
const DRAIN_MS = 250
const DRAIN_BYTES = 64 * 1024

/** Takes bytes, which are valid during the call only. Returns false when it needs no more. */
export type TakeBytes = (bytes: Buffer) => boolean

interface Reader {
  take: TakeBytes
  resolve: () => void
  reject: (error: Error) => void
}

/** The body of an answer as it arrives. It is read once. */
export class AnswerBody {
  readonly #close: () => void
  /** Bytes that came before the reader. */
  #held: Buffer[] = []
  #reader: Reader | null = null
  #end: { kind: 'open' } | { kind: 'complete' } | { kind: 'failed'; error: Error } = { kind: 'open' }

  /** `close` ends the connection. */
  constructor(close: () => void) {
    this.#close = close
  }

  /**
   * Calls `take` with the bytes as they arrive, until it returns false. Resolves then, or at the end. Rejects with what
   * `take` throws, and with the error of the connection.
   */
  read(take: TakeBytes): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#reader = { take, resolve, reject }
      for (const bytes of this.#held.splice(0)) this.add(bytes)
      this.#settle()
    })
  }

  /** Reads the rest of an answer that needs no more bytes, so that its connection can be used again; gives up soon. */
  async drain(): Promise<void> {
    if (this.#end.kind !== 'open') return
    let rest = DRAIN_BYTES
    const timer = setTimeout(() => this.destroy(), DRAIN_MS)
    const read = this.read((bytes) => (rest -= bytes.length) > 0)
    // The answer was complete; how its connection ends does not matter.
    await read.catch(() => {})
    clearTimeout(timer)
    if (rest <= 0) this.destroy()
  }

  /** Closes the connection, unless the answer is complete. */
  destroy(): void {
    if (this.#end.kind === 'open') this.#close()
  }

  /** Called by the connection, as are `complete` and `fail`. */
  add(bytes: Buffer): void {
    const reader = this.#reader
    if (reader === null) return void this.#held.push(Buffer.from(bytes))
    try {
      if (reader.take(bytes)) return
      this.#reader = null
      reader.resolve()
    } catch (error) {
      this.#reader = null
      reader.reject(error as Error)
    }
  }

  complete(): void {
    this.#end = { kind: 'complete' }
    this.#settle()
  }

  fail(error: Error): void {
    if (this.#end.kind === 'open') this.#end = { kind: 'failed', error }
    this.#settle()
  }

  #settle(): void {
    const reader = this.#reader
    if (reader === null || this.#end.kind === 'open') return
    this.#reader = null
    if (this.#end.kind === 'complete') reader.resolve()
    else reader.reject(this.#end.error)
  }
}
