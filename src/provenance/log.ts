import { closeSync, fstatSync, openSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { createFolder } from '../create-folder.ts'
import type { ProvenanceEvent } from '../../schemas/generated/provenance.ts'
import { ProvenanceError } from './provenance-error.ts'
import { tornTail } from './torn-tail.ts'

/** The append-only log of everything that was asked and answered: one event a line, in `provenance.ndjson`. */
export interface ProvenanceLog {
  readonly path: string
  /** Bytes of a last line that a killed run left torn; they stay in the log, and readers skip that line. */
  readonly tornBytes: number
  /** The first error; from then on nothing is written any more. */
  readonly error: ProvenanceError | null
  /** Writes one event at once, before it returns. Never throws: see `error`. Texts must be free of secrets already. */
  append(event: ProvenanceEvent): void
  /** Later events open the log again. */
  close(): void
}

/** How many lines may go to a log that was renamed away before that is noticed. */
const LINES_BETWEEN_LOOKS = 64

/**
 * The log in the folder `dir`. Folder and file come into being with the first event. Several processes may append at
 * once: every line is one write to a descriptor that appends, which the system does not interleave.
 */
export function openProvenanceLog(dir: string): ProvenanceLog {
  const path = join(dir, 'provenance.ndjson')
  let descriptor: number | null = null
  let lines = 0
  let tornBytes = 0
  let error: ProvenanceError | null = null

  function open(): number {
    createFolder(dir)
    const opened = openSync(path, 'a+')
    descriptor = opened
    const torn = tornTail(opened)
    if (torn !== null) writeWhole(opened, '\n')
    tornBytes += torn ?? 0
    return opened
  }

  function close(): void {
    const open = descriptor
    descriptor = null
    try {
      if (open !== null) closeSync(open)
    } catch (cause) {
      // Network disks tell of a full disk as late as here.
      error ??= new ProvenanceError(path, cause)
    }
  }

  /** The descriptor to write to; another one when the log was renamed away, as rotation does. */
  function current(): number {
    if (descriptor !== null && lines % LINES_BETWEEN_LOOKS === 0 && !isAt(descriptor, path)) close()
    return descriptor ?? open()
  }

  return {
    path,
    get tornBytes() {
      return tornBytes
    },
    get error() {
      return error
    },
    append(event) {
      if (error !== null) return
      try {
        const line = `${toLine(event)}\n`
        writeWhole(current(), line)
        lines += 1
      } catch (cause) {
        error = new ProvenanceError(path, cause)
        close()
      }
    },
    close,
  }
}

/**
 * JSON on one line, whatever takes it for text: line separators that some readers split at, and controls that a
 * terminal would obey, are escaped too. (`JSON.stringify` escapes lone surrogates and U+0000 to U+001F.)
 */
function toLine(event: ProvenanceEvent): string {
  return JSON.stringify(event).replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** A write may be cut short where space or a limit ends; what is left then fails with the reason. */
function writeWhole(descriptor: number, text: string): void {
  const bytes = Buffer.from(text)
  for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written)
}

function isAt(descriptor: number, path: string): boolean {
  const named = statSync(path, { throwIfNoEntry: false })
  const open = fstatSync(descriptor)
  return named !== undefined && named.ino === open.ino && named.dev === open.dev
}
