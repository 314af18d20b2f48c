import { type FileHandle, open } from 'node:fs/promises'
import { CLOCK_SKEW_MS, wallMs } from '../clock.ts'
import { errorMessage } from '../text/error-message.ts'
import type { JudgementEvent } from '../../schemas/generated/provenance.ts'
import { isRecord } from '../is-record.ts'
import { Judgements } from './judgement.ts'
import type { SetAside } from './legacy/event.ts'
import { isCompressed, linesOf, READ_BYTES } from './lines.ts'
import { logFiles } from './log-files.ts'
import { openLogs } from './open-logs.ts'
import { dataOf, type LoggedEvent, parseLine } from './parse-line.ts'
import { isBefore, lineStart, newlinesBefore, offsetOf, type TimeWindow } from './seek.ts'

/** Lines and events that a reading left out, in the part of the log that it read. */
export interface Skipped {
  /** How many lines are not events: torn by a kill, or damaged. */
  broken: number
  /** Places of the first of these lines. */
  brokenAt: BrokenLine[]
  /** Events dated after now, which `since` leaves out; `latest` is the latest time among them. */
  future: { count: number; latest: string | null }
  /** Events of an older form that are not replies, or lack what every reader needs: how many, by reason. */
  older: Record<string, number>
  /** Files that could not be read to their end, such as a damaged archive; what comes before the damage was read. */
  unreadable: { path: string; reason: string }[]
}

/** Place of a line that is not an event. */
export interface BrokenLine {
  path: string
  /** From 1. */
  line: number
  /** Whether no event follows in its file: a process that is killed while it writes leaves such a line. */
  isLast: boolean
}

/** How many places of damaged lines are kept. */
export const MOST_PLACES = 5

export function nothingSkipped(): Skipped {
  return { broken: 0, brokenAt: [], older: {}, future: { count: 0, latest: null }, unreadable: [] }
}

/** Events of a log, in the order of its files and lines, and what was left out; the counts are complete after the last event. */
export interface Reading {
  events: AsyncIterable<LoggedEvent>
  skipped: Skipped
  /** Paths that are read; empty: there is no log. */
  files: string[]
}

/**
 * Reads the provenance log of a folder with its rotated parts, or the logs of a list (see `logFiles`), of any size: memory
 * holds a piece of a file, and the judgements that came after their replies. Files are read twice, because the last verdict
 * on a reply may come late. Replies of the older formats 1.0 and 0.9 are converted where they are complete, else returned
 * as an `OlderReply`. Damage does not end a reading; a file that disappears meanwhile was rotated.
 *
 * `since`: only events from then on, and earlier attempts at goldens that were retried since. Then events dated more than
 * five minutes after now are left out too, because a clock was wrong. The reading begins where the log reaches that time:
 * see `offsetOf` for how far lines may be out of order.
 */
export function readLog(from: string | readonly string[], { since }: { since?: Date } = {}): Reading {
  const files = logFiles(from)
  const skipped = nothingSkipped()
  const latest = wallMs() + CLOCK_SKEW_MS
  const window = since === undefined ? null : { from: since.getTime(), to: latest }
  async function* events(): AsyncIterable<LoggedEvent> {
    const { judgements, attempts } = await lookAhead(files, { latest, window })
    const failed = (path: string, error: unknown) => skipped.unreadable.push({ path, reason: errorMessage(error) })
    const wanted = { window, attempts, judgements }
    for await (const { path, file } of openLogs(from, failed, { isUnwanted: (path) => isBefore(path, window) })) {
      const damage = noDamage()
      try {
        const part = { path, file, start: await startOf(path, file, window) }
        for await (const line of eventsIn(part, damage)) {
          const event = loggedEvent(line, wanted, skipped)
          if (event !== null) yield event
        }
        await numberFrom(part, damage.places)
      } catch (error) {
        failed(path, error)
      } finally {
        skipped.broken += damage.count
        skipped.brokenAt.push(...damage.places.slice(0, MOST_PLACES - skipped.brokenAt.length))
        await file.close()
      }
    }
  }
  return { events: events(), skipped, files }
}

/** Where the reading of a file begins: at a line that no event of the window precedes. */
export async function startOf(path: string, file: FileHandle, window: TimeWindow | null): Promise<number> {
  if (window === null || isCompressed(path)) return 0
  return lineStart(file, await offsetOf(file, window))
}

/** Complete lines of an opened file. */
export interface Part {
  path: string
  file: FileHandle
  /** Offset in bytes; 0 in an archive. */
  start: number
  /** Default: the end of the file. */
  end?: number
}

function linesOfPart(part: Part, containing?: readonly string[]) {
  return linesOf(part.path, { file: bytesOf(part), ...(containing && { containing }) })
}

/** Bytes to read where a file seems to end: not all file systems know the size of a file. */
const PROBE_BYTES = 1_024

/**
 * Each stream of a FileHandle would add a listener to it, which stays until the file is closed. The buffers are no larger
 * than the rest of the file: large ones for the many readings of a short log would take most of their time to collect.
 */
async function* bytesOf({ file, start, end = Infinity }: Part): AsyncGenerator<Buffer> {
  let size = 0
  for (let at = start; at < end;) {
    if (at >= size) size = (await file.stat()).size
    const length = Math.min(READ_BYTES, end - at, Math.max(PROBE_BYTES, size - at))
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(length), 0, length, at)
    if (bytesRead === 0) return
    at += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}

/** The lines of a part that are not events. */
export interface Damage {
  count: number
  /** The first of them. */
  places: BrokenLine[]
}

export function noDamage(): Damage {
  return { count: 0, places: [] }
}

/** The events of a part; lines that are not events are added to `damage`, numbered from the beginning of the part. */
export async function* eventsIn(part: Part, damage: Damage): AsyncGenerator<LoggedEvent | JudgementEvent | SetAside> {
  let [at, last]: [number, BrokenLine | null] = [0, null]
  for await (const lines of linesOfPart(part)) {
    for (const line of lines) {
      at += 1
      if (line?.trim() === '') continue
      if (last !== null) last.isLast = false
      const event = parseLine(line)
      last = event === null ? { path: part.path, line: at, isLast: true } : null
      if (last !== null) {
        damage.count += 1
        if (damage.places.length < MOST_PLACES) damage.places.push(last)
      }
      if (event !== null) yield event
    }
  }
}

/** Numbers lines of a part from the beginning of its file. */
export async function numberFrom({ file, start }: Part, places: readonly BrokenLine[]): Promise<void> {
  if (start === 0 || places.length === 0) return
  const before = await newlinesBefore(file, start)
  for (const place of places) place.line += before
}

/** The event of a line with its last verdict; null: it is a judgement, or left out, which `skipped` counts. */
export function loggedEvent(
  data: LoggedEvent | JudgementEvent | SetAside,
  {
    window,
    attempts,
    judgements,
  }: { window: TimeWindow | null; attempts: ReadonlySet<string>; judgements: Judgements },
  skipped: Skipped,
): LoggedEvent | null {
  const time = data.ts === null ? null : Date.parse(data.ts)
  if (window !== null && time !== null && time > window.to) {
    if (!('event_type' in data && data.event_type === 'judgement')) addFuture(skipped, data.ts)
    return null
  }
  if (window !== null && time !== null && time < window.from && !attempts.has(attemptKey(data) ?? '')) return null
  if ('setAside' in data) {
    skipped.older[data.setAside] = (skipped.older[data.setAside] ?? 0) + 1
    return null
  }
  if (data.event_type === 'judgement') return null
  return data.event_type === 'response' ? judgements.apply(data) : data
}

function addFuture({ future }: Skipped, ts: string | null): void {
  future.count += 1
  if (ts !== null && (future.latest === null || Date.parse(ts) > Date.parse(future.latest))) future.latest = ts
}

/** A part of every line with a judgement, whatever its spacing. */
const JUDGEMENT = '"judgement"'
const GOLDEN = '"golden"'

/**
 * The judgements of a log, and the attempts at goldens within the window. Unreadable files are reported when events are
 * read.
 */
async function lookAhead(
  files: readonly string[],
  { latest, window }: { latest: number; window: TimeWindow | null },
): Promise<{ judgements: Judgements; attempts: Set<string> }> {
  const judgements = new Judgements(latest)
  const attempts = new Set<string>()
  function look(line: string): void {
    const data = window !== null && line.includes(GOLDEN) ? dataOf(line) : null
    if (window !== null && isRecord(data)) {
      const [key, time] = [attemptKey(data), Date.parse(String(data['ts']))]
      if (key !== null && time >= window.from && time <= window.to) attempts.add(key)
    }
    const event = line.includes(JUDGEMENT) ? parseLine(line) : null
    if (isJudgement(event)) judgements.add(event)
  }
  const wanted = window === null ? [JUDGEMENT] : [JUDGEMENT, GOLDEN]
  for (const path of files) {
    if (isBefore(path, window)) continue
    const file = await open(path).catch(() => null)
    if (file === null) continue
    try {
      const part = { path, file, start: await startOf(path, file, window) }
      for await (const lines of linesOfPart(part, wanted)) for (const line of lines) if (line !== null) look(line)
    } catch {
      continue
    } finally {
      await file.close()
    }
  }
  return { judgements, attempts }
}

/** The judgements in a part, up to damage. Unreadable files are reported when events are read. */
export async function judgementsIn(part: Part): Promise<JudgementEvent[]> {
  const found: JudgementEvent[] = []
  try {
    for await (const lines of linesOfPart(part, [JUDGEMENT]))
      for (const line of lines) {
        const event = parseLine(line)
        if (isJudgement(event)) found.push(event)
      }
  } catch {
    return found
  }
  return found
}

function isJudgement(event: ReturnType<typeof parseLine>): event is JudgementEvent {
  return event !== null && 'event_type' in event && event.event_type === 'judgement'
}

/** Identifies the repeat of a golden in a run, the same for all its attempts; null: the question is not a golden. */
function attemptKey(data: object): string | null {
  if (!('event_type' in data) || data.event_type !== 'response' || !('golden' in data)) return null
  const { golden } = data
  if (!isRecord(golden)) return null
  const { run_id, repeat, configuration, hypothesis, variant } = data as Record<string, unknown>
  return JSON.stringify([run_id, golden['set'], golden['id'], repeat, configuration, hypothesis, variant])
}
