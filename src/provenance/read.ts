import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { errorMessage } from '../error-message.ts'
import type { ProvenanceEvent } from '../../schemas/generated/provenance.ts'
import validate from '../../schemas/generated/provenance.validate.js'
import { fromLegacy, isLegacy } from './legacy/event.ts'
import { linesOf } from './lines.ts'

/** The log's own name, and those that rotation gives to older parts of it. */
const LOG_NAME = /^provenance.*\.ndjson(\.gz)?$/

/** What a reading left out. */
export interface Skipped {
  /** Lines that are no event: torn by a kill, or damaged. */
  broken: number
  /** Events of an older form that say too little to be one of today. */
  older: number
  /** Files that could not be read to their end, such as a damaged archive; what comes before the damage was read. */
  unreadable: { path: string; reason: string }[]
}

/** Events of a log, in the order of its files and lines, and what was left out; the counts are complete after the last event. */
export interface Reading {
  events: AsyncIterable<ProvenanceEvent>
  skipped: Skipped
  /** Paths that are read; empty: there is no log. */
  files: string[]
}

/**
 * Reads the provenance log of a folder with its rotated parts, whatever its size: a piece of a file is in memory.
 * Events of the older forms 1.0 and 0.9 come in today's. `since`: only events from then on. Damage never ends a reading;
 * a file that goes away meanwhile was rotated.
 */
export function readLog(dir: string, { since }: { since?: Date } = {}): Reading {
  const files = logFiles(dir)
  const skipped: Skipped = { broken: 0, older: 0, unreadable: [] }
  const from = since?.getTime() ?? -Infinity
  async function* events(): AsyncIterable<ProvenanceEvent> {
    for (const path of files) {
      try {
        for await (const lines of linesOf(path)) {
          for (const line of lines) {
            const event = parse(line, skipped)
            if (event !== null && Date.parse(event.ts) >= from) yield event
          }
        }
      } catch (error) {
        if (codeOf(error) === 'ENOENT') continue
        skipped.unreadable.push({ path, reason: errorMessage(error) })
      }
    }
  }
  return { events: events(), skipped, files }
}

function parse(line: string | null, skipped: Skipped): ProvenanceEvent | null {
  if (line?.trim() === '') return null
  const data = line === null ? null : jsonOf(line)
  if (validate(data) && !Number.isNaN(Date.parse(data.ts))) return data
  const converted = isLegacy(data) ? fromLegacy(data) : undefined
  if (converted === undefined) skipped.broken += 1
  if (converted === null) skipped.older += 1
  return converted ?? null
}

function jsonOf(line: string): unknown {
  try {
    // Windows tools begin a file with a byte order mark.
    return JSON.parse(line.charCodeAt(0) === 0xfeff ? line.slice(1) : line)
  } catch {
    return undefined
  }
}

/** The current file last, so that events come in the order in which they were written. */
function logFiles(dir: string): string[] {
  const current = 'provenance.ndjson'
  const names = namesIn(dir).filter((name) => LOG_NAME.test(name))
  const rotated = names.filter((name) => name !== current).sort()
  return [...rotated, ...names.filter((name) => name === current)].map((name) => join(dir, name))
}

/** A folder that is not there holds no log; one that cannot be read is an error of its own. */
function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
