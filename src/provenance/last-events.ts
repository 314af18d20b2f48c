import type { FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { CLOCK_SKEW_MS, wallMs } from '../clock.ts'
import { errorMessage } from '../text/error-message.ts'
import { Judgements } from './judgement.ts'
import { isCompressed } from './lines.ts'
import { logFiles } from './log-files.ts'
import { openLogs } from './open-logs.ts'
import type { LoggedEvent } from './parse-line.ts'
import {
  type Damage,
  eventsIn,
  judgementsIn,
  loggedEvent,
  MOST_PLACES,
  noDamage,
  nothingSkipped,
  numberFrom,
  type Part,
  readLog,
  type Skipped,
  startOf,
} from './read.ts'
import { isBefore, lineStart } from './seek.ts'

/** Which events to find. */
export interface LastOptions {
  /** How many. */
  most: number
  /** As for `readLog`. */
  since?: Date
  matches: (event: LoggedEvent) => boolean
  /** Bytes on disk after which the search ends, at the end of a part or an archive. Default: the whole log is searched. */
  mostBytes?: number
  /** Ends with the last event that is wanted, and reports no earlier ones. Default false: it looks for one more. */
  onlyMost?: boolean
}

/** The last events that match, in the order of the log. */
export interface LastEvents {
  events: LoggedEvent[]
  /** Whether earlier events match too. */
  hasEarlier: boolean
  /** What was left out in the part of the log that was read. */
  skipped: Skipped
}

/** Bytes of the first part, from the end of a file. Each further part is twice as long, up to `LONGEST_PART`. */
const FIRST_PART = 512 * 1024
const LONGEST_PART = 16 * 1024 * 1024

/**
 * Finds the last events of a log that match. It reads from the end of the newest file backwards, an archive as a whole,
 * until it has found them, so a judgement is expected in the log after its reply. Logs of several folders are read from
 * their beginning, because one may have judgements of replies in another.
 */
export async function lastEvents(from: string | readonly string[], options: LastOptions): Promise<LastEvents> {
  const folders = new Set(logFiles(from).map((path) => dirname(path)))
  return folders.size > 1 ? lastOfAll(from, options) : lastFromEnd(from, options)
}

async function lastOfAll(from: string | readonly string[], { most, since, matches }: LastOptions): Promise<LastEvents> {
  const { events: all, skipped } = readLog(from, since === undefined ? {} : { since })
  const events: LoggedEvent[] = []
  for await (const event of all) if (matches(event) && events.push(event) > most + 1) events.shift()
  return cut(events, most, skipped)
}

async function lastFromEnd(
  from: string | readonly string[],
  { most, since, matches, mostBytes = Infinity, onlyMost = false }: LastOptions,
): Promise<LastEvents> {
  let bytes = 0
  const isDone = () => events.length >= enough || bytes >= mostBytes
  const enough = onlyMost ? most : most + 1
  const latest = wallMs() + CLOCK_SKEW_MS
  const window = since === undefined ? null : { from: since.getTime(), to: latest }
  const judgements = new Judgements(latest)
  const wanted = { window, attempts: new Set<string>(), judgements }
  const skipped = nothingSkipped()
  let events: LoggedEvent[] = []

  /** Returns whether the part has events, wanted or not. */
  async function readPart(part: Part, damage: Damage): Promise<boolean> {
    const found = await judgementsIn(part)
    for (const judgement of found.toReversed()) judgements.add(judgement, { isEarlier: true })
    const missing = enough - events.length
    const matching: LoggedEvent[] = []
    let hasEvents = false
    try {
      for await (const line of eventsIn(part, damage)) {
        hasEvents = true
        const event = loggedEvent(line, wanted, skipped)
        if (event !== null && matches(event) && matching.push(event) > missing) matching.shift()
      }
    } finally {
      events = [...matching, ...events]
    }
    return hasEvents
  }

  async function readFile(path: string, file: FileHandle): Promise<void> {
    let damages: { part: Part; damage: Damage }[] = []
    let isFollowed = false
    try {
      for await (const part of partsFromEnd(path, file, await startOf(path, file, window))) {
        const damage = noDamage()
        damages = [{ part, damage }, ...damages]
        const hasEvents = await readPart(part, damage)
        if (isFollowed) for (const place of damage.places) place.isLast = false
        isFollowed ||= hasEvents
        bytes += (part.end ?? (await file.stat()).size) - part.start
        if (isDone()) break
      }
      for (const { part, damage } of damages) await numberFrom(part, damage.places)
    } finally {
      skipped.broken += damages.reduce((sum, { damage }) => sum + damage.count, 0)
      const places = damages.flatMap(({ damage }) => damage.places)
      skipped.brokenAt = [...places, ...skipped.brokenAt].slice(0, MOST_PLACES)
    }
  }

  const failed = (path: string, error: unknown) => skipped.unreadable.push({ path, reason: errorMessage(error) })
  const order = { isUnwanted: (path: string) => isBefore(path, window), newestFirst: true }
  for await (const { path, file } of openLogs(from, failed, order)) {
    try {
      await readFile(path, file)
    } catch (error) {
      failed(path, error)
    } finally {
      await file.close()
    }
    if (isDone()) break
  }
  return cut(events, most, skipped)
}

/** The parts of a file from an offset on, the last one first. */
async function* partsFromEnd(path: string, file: FileHandle, start: number): AsyncGenerator<Part> {
  if (isCompressed(path)) return yield { path, file, start }
  let { size: end } = await file.stat()
  for (let length = FIRST_PART; end > start; length = Math.min(2 * length, LONGEST_PART)) {
    const begin = await partStart(file, { start, end, length })
    yield { path, file, start: begin, end }
    end = begin
  }
}

/** Where a part of a length begins; one line may be longer than that. */
async function partStart(
  file: FileHandle,
  { start, end, length }: { start: number; end: number; length: number },
): Promise<number> {
  const begin = await lineStart(file, Math.max(start, end - length))
  return begin < end ? begin : partStart(file, { start, end, length: 2 * length })
}

function cut(events: LoggedEvent[], most: number, skipped: Skipped): LastEvents {
  return { events: events.slice(-most), hasEarlier: events.length > most, skipped }
}
