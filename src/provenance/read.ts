import { createReadStream, readdirSync, type ReadStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import type { ProvenanceEvent } from '../../schemas/generated/provenance.ts'
import validate from '../../schemas/generated/provenance.validate.js'

/** The log's own name, and those that rotation gives to older parts of it. */
const LOG_NAME = /^provenance.*\.ndjson(\.gz)?$/

/** What a reading left out. */
export interface Skipped {
  /** Lines that are no event: torn by a kill, or damaged. */
  broken: number
  /** Events of an older schema. */
  older: number
}

/** Events of a log, in the order of its files and lines, and what was left out; the counts are complete after the last event. */
export interface Reading {
  events: AsyncIterable<ProvenanceEvent>
  skipped: Skipped
  /** Paths that are read; empty: there is no log. */
  files: string[]
}

/**
 * Reads the provenance log of a folder line by line, with its rotated parts: whatever its size, one line is in memory.
 * `since`: only events from then on. A file that goes away meanwhile was rotated and is skipped.
 */
export function readLog(dir: string, { since }: { since?: Date } = {}): Reading {
  const files = logFiles(dir)
  const skipped: Skipped = { broken: 0, older: 0 }
  // Times are all written in the same form, so they compare as texts.
  const from = since?.toISOString() ?? ''
  async function* events(): AsyncIterable<ProvenanceEvent> {
    for (const file of files) {
      for await (const line of linesOf(file)) {
        const event = parse(line, from, skipped)
        if (event !== null) yield event
      }
    }
  }
  return { events: events(), skipped, files }
}

function parse(line: string, from: string, skipped: Skipped): ProvenanceEvent | null {
  if (line.trim() === '') return null
  try {
    const data = JSON.parse(line) as { ts?: unknown; schema_version?: unknown } | null
    if (typeof data?.ts === 'string' && data.ts < from) return null
    if (validate(data)) return data
    if (data !== null && typeof data === 'object' && data.schema_version !== '2.0' && 'response' in data)
      skipped.older += 1
    else skipped.broken += 1
  } catch {
    skipped.broken += 1
  }
  return null
}

async function* linesOf(path: string): AsyncIterable<string> {
  const file = createReadStream(path)
  const gone = failure(file)
  const input = path.endsWith('.gz') ? file.pipe(createGunzip()) : file
  yield* createInterface({ input, crlfDelay: Infinity })
  const error = await gone
  if (error !== null && !('code' in error && error.code === 'ENOENT')) throw error
}

function failure(file: ReadStream): Promise<Error | null> {
  return new Promise((resolve) => {
    file.once('error', resolve).once('close', () => resolve(null))
  })
}

/** The current file last, so that events come in the order in which they were written. */
function logFiles(dir: string): string[] {
  try {
    const names = readdirSync(dir).filter((name) => LOG_NAME.test(name))
    const current = 'provenance.ndjson'
    return [...names.filter((name) => name !== current).sort(), ...names.filter((name) => name === current)].map(
      (name) => join(dir, name),
    )
  } catch {
    return []
  }
}
