import { logBytes, textBytes } from '../../log-bytes.ts'
import type { LogProgress } from '../log-progress.ts'

/** How much of a log is read, file by file. */
export class ReadProgress {
  readonly #from: string | readonly string[]
  #before = 0
  #total = 0
  #known: LogProgress | null = null

  constructor(from: string | readonly string[]) {
    this.#from = from
  }

  /** null: reading has not begun, or has ended. */
  get known(): LogProgress | null {
    return this.#known
  }

  /** A file is read up to an offset in its text. */
  set(offset: number): void {
    if (this.#total === 0) this.#total = logBytes(this.#from)
    this.#known = { read: Math.min(this.#before + offset, this.#total), total: this.#total }
  }

  /** A whole file is read. */
  endFile(path: string): void {
    this.#before += textBytes(path)
  }

  end(): void {
    this.#known = null
  }
}
