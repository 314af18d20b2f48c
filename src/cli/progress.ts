import { logReading } from '../provenance/log-reading.ts'
import { size } from '../text/size.ts'
import { cutToWidth } from '../text/text-width.ts'
import { terminalWidth } from '../text/terminal-width.ts'

/** How long a command may take, or be silent, before its progress is shown, in milliseconds. */
const QUIET_MS = 1_000

/** Time between two drawings, in milliseconds. */
const EVERY_MS = 200

const CLEAR = '\r\u001B[2K'

/**
 * The progress of the command, on one line that is redrawn in place: what it does, how much of the log it has read, and
 * for how long. Standard error gets it where that is a terminal that can redraw a line, after a second without output;
 * elsewhere nothing is printed.
 */
class Progress {
  #text = ''
  #startedAt = 0
  /** When the line may be shown. */
  #from = Infinity
  #drawnAt = 0
  #isShown = false
  #isDrawing = false
  #isWatching = false
  #timer: NodeJS.Timeout | undefined
  #read = 0

  /** Begins a task, such as `merging logs`; the one before ends. */
  start(text: string): void {
    this.stop()
    if (!process.stderr.isTTY || process.env['TERM'] === 'dumb') return
    this.#text = text
    this.#startedAt = performance.now()
    this.#from = this.#startedAt + QUIET_MS
    this.#read = logReading.bytes
    this.#watchOutput()
    this.#timer = setInterval(() => this.#draw(), EVERY_MS).unref()
  }

  /** Output of other packages, such as a warning of Vite, must not begin on the line. */
  #watchOutput(): void {
    if (this.#isWatching) return
    this.#isWatching = true
    for (const stream of [process.stdout, process.stderr]) {
      const write = stream.write.bind(stream)
      stream.write = ((...args: Parameters<typeof write>) => {
        if (this.#isShown && !this.#isDrawing) this.clear()
        return write(...args)
      }) as typeof stream.write
    }
  }

  /** Begins the task again that was stopped, such as for a question to the person. */
  restart(): void {
    this.start(this.#text)
  }

  /** Describes the current step. Cheap: a loop may call it at each step. */
  update(text: string): void {
    this.#text = text
    const now = performance.now()
    if (now >= this.#from && now - this.#drawnAt >= EVERY_MS) this.#draw()
  }

  /** Describes the current step and draws at once: the work that follows lets no timer run. */
  block(text: string): void {
    if (this.#timer === undefined) return
    this.#text = text
    this.#from = 0
    this.#draw()
  }

  /** Removes the line, for a text to be printed. It comes back after another second. */
  clear(): void {
    if (this.#timer !== undefined) this.#from = performance.now() + QUIET_MS
    if (!this.#isShown) return
    this.#isShown = false
    process.stderr.write(CLEAR)
  }

  /** Ends the task. */
  stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
    this.clear()
    this.#from = Infinity
  }

  #draw(): void {
    const now = performance.now()
    if (now < this.#from) return
    const read = logReading.bytes - this.#read
    const parts = [
      this.#text,
      ...(read > 0 ? [`${size(read)} of the log read`] : []),
      ...(now - this.#startedAt >= QUIET_MS ? [`${Math.floor((now - this.#startedAt) / 1_000)} s`] : []),
    ]
    this.#drawnAt = now
    this.#isShown = true
    this.#isDrawing = true
    process.stderr.write(CLEAR + cutToWidth(parts.join('  '), terminalWidth(process.stderr) - 1))
    this.#isDrawing = false
  }
}

export const progress = new Progress()
