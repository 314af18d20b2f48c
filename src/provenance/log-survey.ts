import { createReadStream, statSync } from 'node:fs'
import { errorCode, errorMessage } from '../text/error-message.ts'
import { isRecord } from '../is-record.ts'
import { utcTime } from '../utc-time.ts'
import { isCompressed, linesOf } from './lines.ts'
import { logFiles } from './log-files.ts'
import { jsonOf, parseLine } from './parse-line.ts'

/** What a quick look at a log shows. */
export interface LogSurvey {
  files: number
  /** Of the files as they are on disk. */
  bytes: number
  /** Files, or a part of one, that were too large to read here. Empty: everything was counted. */
  notCounted: string[]
  events: number
  byType: Record<string, number>
  /** ISO 8601, UTC; null: no event has a valid time. */
  first: string | null
  last: string | null
  /** Events and their uncompressed bytes since the time that was asked for, by its name. */
  growth: Record<string, { events: number; bytes: number }>
  /** Lines that are not events: torn by a kill, or damaged. */
  damaged: number
  unreadable: { path: string; reason: string }[]
  /** The last outcome of each hypothesis, the newest first. */
  hypotheses: { hypothesis: string; outcome: string; ts: string }[]
  /** The last `run` event of golden sets, not of hypotheses alone; null: it is missing. */
  lastRun: { ts: string; runId: string; status: string; backend: string; replies: number } | null
}

/** Uncompressed bytes that a survey reads, the newest first: about two seconds. */
const BUDGET = 128_000_000

/** How much of a line is searched for its type and time, which come first in every form but the oldest. */
const HEAD = 400

/**
 * Counts the events of a log by type and time, from the newest file to the oldest, until `budget`
 * bytes are read. Damage does not end a survey; a file that disappears meanwhile was rotated. `since`: times by name, to
 * count what the log grew by. Throws for a name in `from` that matches no file.
 */
export async function surveyLog(
  from: string | readonly string[],
  since: Readonly<Record<string, Date>>,
  { budget = BUDGET }: { budget?: number } = {},
): Promise<LogSurvey> {
  const survey = new Survey(since)
  let left = budget
  for (const path of logFiles(from).toReversed()) {
    const stats = statSync(path, { throwIfNoEntry: false })
    if (stats === undefined) continue
    survey.addFile(stats.size)
    const isArchive = isCompressed(path)
    if (left <= 0) {
      survey.notCounted.push(path)
      continue
    }
    const start = isArchive ? 0 : Math.max(0, stats.size - left)
    if (start > 0) survey.notCounted.push(`the first ${Math.round(start / 1e6)} MB of ${path}`)
    try {
      // The line at `start` is usually incomplete. Leaving out one line does not matter.
      let isPart = start > 0
      for await (const lines of linesOf(path, { file: createReadStream(path, { start }) })) {
        const read = lines.reduce((sum, line) => sum + (line?.length ?? 0) + 1, 0)
        left -= read
        for (const line of isPart ? lines.slice(1) : lines) survey.addLine(line)
        isPart = false
      }
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') survey.unreadable.push({ path, reason: errorMessage(error) })
    }
  }
  return survey.result
}

class Survey {
  readonly notCounted: string[] = []
  readonly unreadable: LogSurvey['unreadable'] = []
  readonly #counts = new Map<string, number>()
  readonly #hypotheses = new Map<string, LogSurvey['hypotheses'][number]>()
  readonly #growth: { name: string; from: number; events: number; bytes: number }[]
  #files = 0
  #bytes = 0
  #events = 0
  #damaged = 0
  #first = Infinity
  #last = -Infinity
  #lastRun: LogSurvey['lastRun'] = null

  constructor(since: Readonly<Record<string, Date>>) {
    this.#growth = Object.entries(since).map(([name, date]) => ({ name, from: date.getTime(), events: 0, bytes: 0 }))
  }

  addFile(bytes: number): void {
    this.#files += 1
    this.#bytes += bytes
  }

  addLine(line: string | null): void {
    if (line !== null && line.trim() === '') return
    const event = line === null ? null : glance(line)
    // What `aios events` counts as an event, and no other line, is one.
    if (event === null || line === null || parseLine(line) === null) {
      this.#damaged += 1
      return
    }
    const { type, ts } = event
    this.#events += 1
    this.#counts.set(type, (this.#counts.get(type) ?? 0) + 1)
    const time = ts === null ? NaN : Date.parse(ts)
    if (!Number.isNaN(time)) {
      this.#first = Math.min(this.#first, time)
      this.#last = Math.max(this.#last, time)
      for (const period of this.#growth) {
        if (time < period.from) continue
        period.events += 1
        period.bytes += line.length + 1
      }
    }
    if (ts !== null && type === 'hypothesis_test') this.#addHypothesis(line, ts)
    if (ts !== null && type === 'run') this.#addRun(line, ts)
  }

  #addHypothesis(line: string, ts: string): void {
    const data = jsonOf(line)
    if (!isRecord(data)) return
    const [hypothesis, outcome] = [data['hypothesis'] ?? data['hypo_id'], data['outcome'] ?? data['status']]
    if (typeof hypothesis !== 'string' || typeof outcome !== 'string') return
    const known = this.#hypotheses.get(hypothesis)
    if (known === undefined || known.ts <= ts) this.#hypotheses.set(hypothesis, { hypothesis, outcome, ts })
  }

  #addRun(line: string, ts: string): void {
    if (this.#lastRun !== null && this.#lastRun.ts > ts) return
    const data = jsonOf(line)
    if (!isRecord(data)) return
    const { run_id: runId, status, backend, replies, sets } = data
    if (Array.isArray(sets) && sets.length === 0) return
    if (typeof runId !== 'string' || typeof status !== 'string' || typeof backend !== 'string') return
    this.#lastRun = { ts, runId, status, backend, replies: typeof replies === 'number' ? replies : 0 }
  }

  get result(): LogSurvey {
    const iso = (time: number) => (Number.isFinite(time) ? new Date(time).toISOString() : null)
    return {
      files: this.#files,
      bytes: this.#bytes,
      notCounted: this.notCounted,
      events: this.#events,
      byType: Object.fromEntries([...this.#counts].sort(([, a], [, b]) => b - a)),
      first: iso(this.#first),
      last: iso(this.#last),
      growth: Object.fromEntries(this.#growth.map(({ name, events, bytes }) => [name, { events, bytes }])),
      damaged: this.#damaged,
      unreadable: this.unreadable,
      hypotheses: [...this.#hypotheses.values()].sort((a, b) => (a.ts < b.ts ? 1 : -1)),
      lastRun: this.#lastRun,
    }
  }
}

const TYPE = /"event_type"\s*:\s*"([a-z_]{1,40})"/
const TIME = /"ts"\s*:\s*"([^"\\]{1,40})"/

/** The type and the time of an event, today's or older, mostly without parsing it; null: the line is not an event. */
function glance(line: string): { type: string; ts: string | null } | null {
  const head = line.slice(0, HEAD)
  const [type, ts] = [TYPE.exec(head)?.[1], TIME.exec(head)?.[1]]
  if (type !== undefined && ts !== undefined && line.trimEnd().endsWith('}')) return { type, ts: utcTime(ts) }
  const data = jsonOf(line)
  if (!isRecord(data)) return null
  const kind = typeof data['event_type'] === 'string' ? data['event_type'] : olderType(data)
  return kind === null ? null : { type: kind, ts: utcTime(data['ts']) }
}

/** The type of an event of version 0.9, which does not contain it. */
function olderType(data: Record<string, unknown>): string | null {
  if ('hypo_id' in data) return 'hypothesis_test'
  if ('batch_id' in data || 'results' in data) return 'hypothesis_batch'
  return 'conv_id' in data ? 'response' : null
}
