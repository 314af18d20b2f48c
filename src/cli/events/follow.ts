import { hash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { JudgementEvent } from '../../../schemas/generated/provenance.ts'
import { CURRENT_LOG } from '../../provenance/log-files.ts'
import { isPart } from '../../provenance/log.ts'
import { type LoggedEvent, parseLine } from '../../provenance/parse-line.ts'
import { errorCode } from '../../text/error-message.ts'

const POLL_MS = 250
const CHUNK = 65_536
const NEWLINE = 0x0a

/** What a line of a log is about, as it was written. */
export type WrittenEvent = LoggedEvent | JudgementEvent

/**
 * The events that are appended to the log of a folder from now on, those of several lines at a time, until `signal` aborts.
 * A log that is rotated is read to its end first; of one that is replaced, such as by a changed copy, only the events that
 * the old file does not have; a log that does not exist yet is waited for.
 */
export async function* followLog(dir: string, signal: AbortSignal): AsyncGenerator<WrittenEvent[]> {
  const path = join(dir, CURRENT_LOG)
  let log = OpenLog.at(path)
  log?.skipLines()
  /** Digests of the events in files that were replaced. Lines cannot be compared: a migration changes them. */
  const replaced = new Set<string>()
  try {
    while (!signal.aborted) {
      log ??= OpenLog.at(path)
      // Looked at before the last lines are read, because a writer may still finish one.
      const isMoved = log !== null && !log.isAt(path)
      for (const lines of log?.newLines() ?? []) {
        const events = lines.flatMap(writtenEvent)
        const added = replaced.size === 0 ? events : events.filter((event) => !replaced.has(digestOf(event)))
        if (added.length > 0) yield added
      }
      if (isMoved && log !== null) {
        if (!log.isPartIn(dir))
          for (const lines of log.allLines())
            for (const event of lines.flatMap(writtenEvent)) replaced.add(digestOf(event))
        log.close()
        log = null
        continue
      }
      await pause(POLL_MS, undefined, { signal }).catch(() => {})
    }
  } finally {
    log?.close()
  }
}

function digestOf(event: WrittenEvent): string {
  return hash('sha1', JSON.stringify(event), 'base64')
}

function writtenEvent(line: string): WrittenEvent[] {
  const event = parseLine(line)
  return event === null || 'setAside' in event ? [] : [event]
}

/** A log that is read as it grows. */
class OpenLog {
  readonly #file: number
  #position = 0
  /** The beginning of a line that is not complete. */
  #begun: Buffer[] = []

  private constructor(file: number) {
    this.#file = file
  }

  /** null: the file does not exist, or is not a file. */
  static at(path: string): OpenLog | null {
    if (statsOf(path)?.isFile() !== true) return null
    try {
      return new OpenLog(openSync(path, 'r'))
    } catch (error) {
      // Rotated since.
      if (errorCode(error) === 'ENOENT') return null
      throw error
    }
  }

  /** Passes over the lines that are complete. */
  skipLines(): void {
    const { size } = fstatSync(this.#file)
    for (let end = size; end > 0 && this.#position === 0; end -= CHUNK) {
      const start = Math.max(0, end - CHUNK)
      const newline = this.#read(start)
        .subarray(0, end - start)
        .lastIndexOf(NEWLINE)
      if (newline !== -1) this.#position = start + newline + 1
    }
  }

  /** The complete lines that were appended since. */
  *newLines(): Generator<string[]> {
    // It was emptied in place; its content now is new.
    if (fstatSync(this.#file).size < this.#position) {
      this.#position = 0
      this.#begun = []
    }
    for (let read = this.#read(this.#position); read.length > 0; read = this.#read(this.#position)) {
      this.#position += read.length
      const end = read.lastIndexOf(NEWLINE)
      if (end !== -1)
        yield Buffer.concat([...this.#begun.splice(0), read.subarray(0, end)])
          .toString()
          .split('\n')
      this.#begun.push(read.subarray(end + 1))
    }
  }

  /** The complete lines from its beginning. */
  allLines(): Generator<string[]> {
    this.#position = 0
    this.#begun = []
    return this.newLines()
  }

  isAt(path: string): boolean {
    const named = statsOf(path)
    const { ino, dev } = fstatSync(this.#file)
    return named?.ino === ino && named.dev === dev
  }

  /** Whether it is a rotated part of the log in a folder. */
  isPartIn(dir: string): boolean {
    return isPart(this.#file, dir)
  }

  close(): void {
    closeSync(this.#file)
  }

  #read(position: number): Buffer {
    const buffer = Buffer.alloc(CHUNK)
    return buffer.subarray(0, readSync(this.#file, buffer, 0, CHUNK, position))
  }
}

function statsOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false })
}
