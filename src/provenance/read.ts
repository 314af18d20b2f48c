import { type FileHandle, open } from 'node:fs/promises'
import { CLOCK_SKEW_MS, wallMs } from '../clock.ts'
import { errorMessage } from '../text/error-message.ts'
import type { JudgementEvent } from '../../schemas/generated/provenance.ts'
import validate from '../../schemas/generated/provenance.validate.js'
import { isRecord } from '../is-record.ts'
import { Judgements } from './judgement.ts'
import type { SetAside } from './legacy/event.ts'
import { linesOf, READ_BYTES } from './lines.ts'
import { logFiles } from './log-files.ts'
import { openLogs } from './open-logs.ts'
import { jsonOf, type LoggedEvent, parseLine } from './parse-line.ts'
import { isBefore, newlinesBefore, offsetOf, type TimeWindow } from './seek.ts'

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
  const skipped: Skipped = { broken: 0, brokenAt: [], older: {}, future: { count: 0, latest: null }, unreadable: [] }
  const latest = wallMs() + CLOCK_SKEW_MS
  const window = since === undefined ? null : { from: since.getTime(), to: latest }
  async function* events(): AsyncIterable<LoggedEvent> {
    const { judgements, attempts } = await lookAhead(files, { latest, window })
    const failed = (path: string, error: unknown) => skipped.unreadable.push({ path, reason: errorMessage(error) })
    for await (const { path, file } of openLogs(from, failed, (path) => isBefore(path, window))) {
      try {
        for await (const data of eventsIn({ path, file, window }, skipped)) {
          const time = data.ts === null ? null : Date.parse(data.ts)
          if (window !== null && time !== null && time > window.to) {
            if (!('event_type' in data && data.event_type === 'judgement')) addFuture(skipped, data.ts)
            continue
          }
          if (window !== null && time !== null && time < window.from && !attempts.has(attemptKey(data) ?? '')) continue
          if ('setAside' in data) skipped.older[data.setAside] = (skipped.older[data.setAside] ?? 0) + 1
          else if (data.event_type === 'response') yield judgements.apply(data)
          else if (data.event_type !== 'judgement') yield data
        }
      } catch (error) {
        failed(path, error)
      } finally {
        await file.close()
      }
    }
  }
  return { events: events(), skipped, files }
}

/** An opened file of a log, and the times that are wanted of it. */
interface Part {
  path: string
  file: FileHandle
  window: TimeWindow | null
}

/** The lines of a file from the beginning of the window on, and the offset in bytes at which they begin. */
async function linesFrom(
  { path, file, window }: Part,
  containing?: readonly string[],
): Promise<{ start: number; lines: AsyncGenerator<(string | null)[]> }> {
  const start = window === null || path.endsWith('.gz') ? 0 : await offsetOf(file, window)
  const stream = file.createReadStream({ autoClose: false, start, highWaterMark: READ_BYTES })
  return { start, lines: linesOf(path, { file: stream, ...(containing && { containing }) }) }
}

/** The events of a file; lines that are not events are counted, the first of them with their places. */
async function* eventsIn(part: Part, skipped: Skipped): AsyncIterable<LoggedEvent | JudgementEvent | SetAside> {
  const { start, lines: batches } = await linesFrom(part)
  const broken: BrokenLine[] = []
  let [at, last]: [number, BrokenLine | null] = [0, null]
  for await (const lines of batches) {
    for (const line of lines) {
      at += 1
      // The first line is cut where the reading does not begin with the file.
      if (line?.trim() === '' || (at === 1 && start > 0)) continue
      if (last !== null) last.isLast = false
      const event = parseLine(line)
      last = event === null ? { path: part.path, line: at, isLast: true } : null
      if (last !== null) {
        skipped.broken += 1
        if (skipped.brokenAt.length < MOST_PLACES) {
          skipped.brokenAt.push(last)
          broken.push(last)
        }
      }
      if (event !== null) yield event
    }
  }
  if (start === 0 || broken.length === 0) return
  const before = await newlinesBefore(part.file, start)
  for (const place of broken) place.line += before
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
    const mayBeGolden = window !== null && line.includes(GOLDEN)
    const data = mayBeGolden || line.includes(JUDGEMENT) ? jsonOf(line) : null
    if (mayBeGolden && isRecord(data)) {
      const [key, time] = [attemptKey(data), Date.parse(String(data['ts']))]
      if (key !== null && time >= window.from && time <= window.to) attempts.add(key)
    }
    if (isRecord(data) && data['event_type'] === 'judgement' && validate(data) && data.event_type === 'judgement')
      judgements.add(data)
  }
  const wanted = window === null ? [JUDGEMENT] : [JUDGEMENT, GOLDEN]
  for (const path of files) {
    if (isBefore(path, window)) continue
    const file = await open(path).catch(() => null)
    if (file === null) continue
    try {
      const { lines: batches } = await linesFrom({ path, file, window }, wanted)
      for await (const lines of batches) for (const line of lines) if (line !== null) look(line)
    } catch {
      continue
    } finally {
      await file.close()
    }
  }
  return { judgements, attempts }
}

/** Identifies the repeat of a golden in a run, the same for all its attempts; null: the question is not a golden. */
function attemptKey(data: object): string | null {
  if (!('event_type' in data) || data.event_type !== 'response' || !('golden' in data)) return null
  const { golden } = data
  if (!isRecord(golden)) return null
  const { run_id, repeat, configuration, hypothesis, variant } = data as Record<string, unknown>
  return JSON.stringify([run_id, golden['set'], golden['id'], repeat, configuration, hypothesis, variant])
}
