import { hash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createFolder } from '../create-folder.ts'
import { errorMessage } from '../text/error-message.ts'
import type { CassetteEntry } from '../../schemas/generated/cassette.ts'
import validate from '../../schemas/generated/cassette.validate.js'
import { describeErrors } from '../../schemas/validate.ts'
import type { Message } from '../message.ts'
import type { Sampling } from '../settings/sampling.ts'

/** An invalid cassette. The message names file, line, problem and remedy. */
class CassetteError extends Error {
  override name = 'CassetteError'
}

/** The key of a recording: a hash of everything that shapes the replies, except the number of the repeat. */
export function cassetteKey(model: string, messages: readonly Message[], sampling: Sampling): string {
  const conversation = messages.map(({ role, content }) => ({ role, content }))
  const shape = `{"model":${JSON.stringify(model)},"messages":${JSON.stringify(conversation)},"sampling":${shapeOf(sampling)}}`
  return hash('sha256', shape).slice(0, 16)
}

const shapes = new WeakMap<Sampling, string>()

/** Sampling as JSON, with sorted names. A run has one for each configuration, and thousands of keys. */
function shapeOf(sampling: Sampling): string {
  const known = shapes.get(sampling)
  if (known !== undefined) return known
  const shape = JSON.stringify(Object.fromEntries(Object.entries(sampling).sort(([a], [b]) => (a < b ? -1 : 1))))
  shapes.set(sampling, shape)
  return shape
}

/** All recordings of a folder, by key. Empty when the folder does not exist. */
export function readCassettes(folder: string): Map<string, CassetteEntry> {
  const entries = new Map<string, CassetteEntry>()
  for (const file of cassetteFiles(folder)) {
    for (const entry of readCassette(join(folder, file))) entries.set(entry.key, entry)
  }
  return entries
}

/** The recordings of a folder, each checked when it is asked for: half of them are replies of the other model. */
export class Recordings {
  readonly #lines = new Map<string, WrittenEntry>()

  /** Reads the files. Throws a CassetteError for a line that does not show its key and is invalid. */
  constructor(folder: string) {
    for (const file of cassetteFiles(folder)) {
      for (const written of linesOf(join(folder, file))) this.#lines.set(keyOf(written), written)
    }
  }

  /** Throws a CassetteError where the recording is invalid. */
  get(key: string): CassetteEntry | undefined {
    const written = this.#lines.get(key)
    return written && parseEntry(written)
  }
}

/** The start of a line as it is written. */
const START = /^\{"schema_version":"2\.0","key":"([0-9a-f]{16})",/

function keyOf(written: WrittenEntry): string {
  return START.exec(written.line)?.[1] ?? parseEntry(written).key
}

function cassetteFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.ndjson'))
      .sort()
  } catch {
    return []
  }
}

function readCassette(path: string): CassetteEntry[] {
  return linesOf(path).map(parseEntry)
}

/** A recording as a line of its file. */
interface WrittenEntry {
  line: string
  /** File and number of the line. */
  place: string
}

function linesOf(path: string): WrittenEntry[] {
  return readFileSync(path, 'utf8')
    .replace(/^\ufeff/, '')
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [{ line, place: `${path}:${index + 1}` }]))
}

function parseEntry({ line, place }: WrittenEntry): CassetteEntry {
  let entry: unknown
  try {
    entry = JSON.parse(line)
  } catch (error) {
    throw new CassetteError(`${place} is not valid JSON: ${errorMessage(error)}. ${REMEDY}`)
  }
  if (!validate(entry)) throw new CassetteError(`${place}: ${describeErrors(validate.errors).join('; ')}. ${REMEDY}`)
  return entry
}

// Recording adds to an existing file, so an invalid file must be deleted first.
const REMEDY =
  'Restore the file from version control, or delete it and record it again: AIOS_RECORD=5 npx vitest run goldens'

/**
 * Writes recordings to the cassette of their golden set, one file per set. They replace all older recordings of the
 * same golden, source and model, also those under another key, which no run asks for any more. Returns the paths.
 */
export async function writeCassettes(folder: string, recorded: readonly CassetteEntry[]): Promise<string[]> {
  const { writeWhole } = await import('../write-whole.ts')
  createFolder(folder)
  const written: string[] = []
  for (const set of new Set(recorded.map((entry) => entry.set))) {
    const file = `${
      set
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
        .replaceAll(/^-|-$/g, '') || 'set'
    }.ndjson`
    const path = join(folder, file)
    // Two hypotheses may have recorded the same question: keep the last.
    const fresh = new Map(recorded.filter((entry) => entry.set === set).map((entry) => [place(entry), entry]))
    const kept = cassetteFiles(folder).includes(file)
      ? readCassette(path).filter((entry) => !fresh.has(place(entry)))
      : []
    const lines = [...kept, ...fresh.values()]
      .sort((a, b) => (place(a) < place(b) ? -1 : 1))
      .map((entry) => JSON.stringify(entry))
    writeWhole(path, `${lines.join('\n')}\n`)
    written.push(path)
  }
  return written
}

function place(entry: CassetteEntry): string {
  return `${entry.set}\0${entry.golden}\0${entry.source}\0${entry.model.asked}`
}
