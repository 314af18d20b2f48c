/** A line that is redrawn in place on a terminal; prints nothing when the output is not a terminal. */
export class StatusLine {
  readonly #stream: NodeJS.WriteStream
  #shown = ''

  constructor(stream: NodeJS.WriteStream = process.stderr) {
    this.#stream = stream
  }

  show(text: string): void {
    if (!this.#stream.isTTY || text === this.#shown) return
    this.#shown = text
    this.#stream.write(`\r\u001B[2K${text.slice(0, this.#stream.columns - 1)}`)
  }

  clear(): void {
    if (this.#shown === '') return
    this.#shown = ''
    this.#stream.write('\r\u001B[2K')
  }
}
