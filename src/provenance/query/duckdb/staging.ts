import type { Appender, Connection } from './engine.ts'
import type { Slice } from './file-slices.ts'
import { addBroken } from './line-counts.ts'
import type { LoadedFile } from './loaded-file.ts'
import type { LogSource } from './log-source.ts'
import { ReplyWriter } from './reply-writer.ts'
import { appendLine } from './rows.ts'
import { repliesIn, splitLines } from './slice-lines.ts'

/** Adds lines of a file as rows: complete ones to the table `staging`, an incomplete last one to `tail`. */
export class Staging {
  readonly #connection: Connection
  readonly #writer: ReplyWriter
  readonly #onJudgement: () => void
  /** Adds rows to `staging`; a new one for each slice takes longer than its rows. */
  #appender: Appender | null = null

  constructor({ connection, instance, folder, isReplaceable }: LogSource, onJudgement: () => void) {
    this.#connection = connection
    this.#writer = new ReplyWriter(instance, { folder, isReplaceable })
    this.#onJudgement = onJudgement
  }

  async add(file: LoadedFile, { bytes, offset, length }: Slice): Promise<void> {
    const { rest, state } = file
    const first = [state.identity, false]
    const before = rest.lines
    file.offset = offset + length
    if (bytes === null) {
      rest.lines = before + 1
      rest.last = rest.lines
      addBroken(rest, rest.lines)
      return
    }
    const appender = (this.#appender ??= await this.#connection.createAppender('staging'))
    const { replies, lines, last } = splitLines(bytes, (line) => {
      if (!this.#append(line.text, offset + line.offset, appender, first)) addBroken(rest, before + line.line)
    })
    rest.lines = before + lines
    if (last > 0) rest.last = before + last
    if (replies.whole + replies.compact === 0) return
    await this.#writer.add({ file: state.identity, text: bytes, offset, replies }, async () => {
      const again = await this.#connection.createAppender('staging')
      for (const line of repliesIn(bytes))
        if (!this.#append(line.text, offset + line.offset, again, first)) addBroken(rest, before + line.line)
      again.closeSync()
    })
  }

  async addTorn(file: LoadedFile, { bytes, offset }: Slice): Promise<void> {
    file.torn.lines = 1
    const text = bytes?.toString() ?? null
    if (text?.trim() === '') return
    file.torn.last = 1
    const appender = await this.#connection.createAppender('tail')
    const isEvent = text !== null && this.#append(text, offset, appender, [file.state.identity, true])
    appender.closeSync()
    if (!isEvent) addBroken(file.torn, 1)
  }

  /** Writes what was added. */
  async finish(): Promise<void> {
    await this.#writer.finish()
    this.#appender?.closeSync()
    this.#appender = null
  }

  /** Whether a line is an event. */
  #append(text: string, offset: number, appender: Appender, first: readonly (string | boolean)[]): boolean {
    const kind = appendLine(text, offset, appender, first)
    if (kind === 'judgement') this.#onJudgement()
    return kind !== null
  }

  close(): void {
    this.#writer.close()
  }
}
