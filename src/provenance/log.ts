/** The provenance log: an append-only file of events. The module writes, reads, rotates and migrates it. */
import { closeSync, fstatSync, openSync, readdirSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { createFolder } from '../create-folder.ts'
import type { ProvenanceEvent } from '../../schemas/generated/provenance.ts'
import { lineOf } from './event-line.ts'
import { CURRENT_LOG } from './log-files.ts'
import { ProvenanceError } from './provenance-error.ts'
import { rotatedAt } from './rotated-name.ts'
import { tornTail } from './torn-tail.ts'

/** The append-only log of questions and replies: one event a line, in `provenance.ndjson`. */
export interface ProvenanceLog {
  readonly path: string
  /** Bytes of an incomplete last line, left by a run that was killed; readers skip the line. */
  readonly tornBytes: number
  /** The first error; later events are not written. */
  readonly error: ProvenanceError | null
  /** Writes one event at once, before it returns. Never throws: see `error`. Texts must be free of secrets already. */
  append(event: ProvenanceEvent): void
  /** Writes the lines of events at once, in one piece, like `append`. */
  appendLines(lines: readonly string[]): void
  /** Later events open the log again. */
  close(): void
}

/**
 * Opens the log in the folder `dir`. Folder and file are created with the first event. Several processes may append at
 * once: lines are one write in append mode, which the system does not interleave.
 */
export function openProvenanceLog(dir: string): ProvenanceLog {
  const path = join(dir, CURRENT_LOG)
  let descriptor: number | null = null
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
      // Network file systems may report a full disk only on close.
      error ??= new ProvenanceError(path, cause)
    }
  }

  /** The descriptor to write to; a new one when rotation has renamed the log. */
  function current(): number {
    if (descriptor !== null && !isAt(descriptor, path)) close()
    return descriptor ?? open()
  }

  function appendLines(lines: readonly string[]): void {
    if (error !== null || lines.length === 0) return
    try {
      const text = `${lines.join('\n')}\n`
      writeWhole(current(), text)
      // A file that was replaced, or compressed and deleted, in the same instant has lost the lines.
      if (descriptor !== null && !isAt(descriptor, path) && !isPart(descriptor, dir)) writeWhole(current(), text)
    } catch (cause) {
      error = new ProvenanceError(path, cause)
      close()
    }
  }

  return {
    path,
    get tornBytes() {
      return tornBytes
    },
    get error() {
      return error
    },
    append: (event) => appendLines([lineOf(event)]),
    appendLines,
    close,
  }
}

/** Writes all bytes: a write may be short where space runs out, and the next one then fails with the reason. */
function writeWhole(descriptor: number, text: string): void {
  const bytes = Buffer.from(text)
  for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written)
}

function isAt(descriptor: number, path: string): boolean {
  const named = statSync(path, { throwIfNoEntry: false })
  const open = fstatSync(descriptor)
  return named !== undefined && named.ino === open.ino && named.dev === open.dev
}

/** Whether an open file is a rotated part of the log in a folder. */
export function isPart(descriptor: number, dir: string): boolean {
  return readdirSync(dir).some((name) => rotatedAt(name) !== null && isAt(descriptor, join(dir, name)))
}
