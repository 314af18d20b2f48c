import { type FileHandle, open } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { JudgementEvent } from '../../../../schemas/generated/provenance.ts'
import { CLOCK_SKEW_MS, wallMs } from '../../../clock.ts'
import { factsOf } from '../../event-facts.ts'
import { Judgements } from '../../judgement.ts'
import { isLegacy } from '../../legacy/event.ts'
import { logFiles } from '../../log-files.ts'
import { type LoggedEvent, parseLine } from '../../parse-line.ts'
import type { Appender, Connection, DuckDb, Parameter } from './engine.ts'
import { FileScan, type OtherLine } from './file-scan.ts'
import { FACTS } from './relation.ts'

/** What is known of a file. */
export interface LoadedFile {
  path: string
  /** Device and inode; of an archive also its size and time. */
  identity: string
  scan: FileScan
  tornReplies: number
  /** Plain replies that DuckDB found. */
  found: number | null
  judgements: JudgementEvent[]
  /** Older events that are set aside; time null: they have none. */
  aside: { time: number | null; reason: string }[]
  /** Lines that are not events. */
  broken: number[]
  /** The last line that is not blank. */
  lastOther: number
}

/**
 * The files of a log, prepared for DuckDB: it reads plain replies from the files, and all other events from a table that this
 * process fills. Later refreshes read only what was appended.
 */
export class LoadedLog {
  readonly #from: string | readonly string[]
  readonly #connection: Connection
  readonly #listValue: DuckDb['listValue']
  #files: LoadedFile[] = []

  constructor(from: string | readonly string[], connection: Connection, listValue: DuckDb['listValue']) {
    this.#from = from
    this.#connection = connection
    this.#listValue = listValue
  }

  /** In the order of the log. */
  get files(): readonly LoadedFile[] {
    return this.#files
  }

  /** The files with plain replies, as a parameter of SQL; null: there are none. */
  get paths(): Parameter | null {
    return this.#listOf(this.#files)
  }

  /**
   * Reads what changed since the last time. Rejects where a file cannot be read.
   */
  async refresh(): Promise<void> {
    const before = new Map(this.#files.map((file) => [file.identity, file]))
    const judged = this.#files.flatMap(({ judgements }) => judgements).length
    const files = new Map<string, LoadedFile>()
    const appender = await this.#connection.createAppender('others')
    try {
      for (const path of logFiles(this.#from).map((name) => resolve(name))) {
        const handle = await open(path)
        try {
          const identity = await identityOf(path, handle)
          if (files.has(identity)) continue
          const known = before.get(identity)
          before.delete(identity)
          const file = known ?? newFile(path, identity)
          file.path = path
          files.set(identity, file)
          if (known === undefined || !path.endsWith('.gz')) await this.#advance(file, handle, appender)
        } finally {
          await handle.close()
        }
      }
    } finally {
      appender.closeSync()
    }
    this.#files = [...files.values()]
    for (const { identity } of before.values()) await this.#remove(identity)
    const now = this.#files.flatMap(({ judgements }) => judgements)
    if (before.size > 0 || now.length !== judged) await this.#fold(now)
  }

  /** The files whose replies have not been compared with what DuckDB finds, as a parameter of SQL; null: there are none. */
  get unchecked(): Parameter | null {
    return this.#listOf(this.#files.filter(({ found }) => found === null))
  }

  async #advance(file: LoadedFile, handle: FileHandle, appender: Appender): Promise<void> {
    await this.#remove(file.identity, { onlyTorn: true })
    file.broken = file.broken.filter((line) => line <= file.scan.line)
    const counted = file.scan.replies
    const { tornReplies } = await file.scan.advance(file.path, handle, (line) => addLine(file, line, appender))
    if (file.scan.replies !== counted || tornReplies !== file.tornReplies) file.found = null
    file.tornReplies = tornReplies
    appender.flushSync()
  }

  async #remove(identity: string, { onlyTorn = false } = {}): Promise<void> {
    await this.#connection.run(`DELETE FROM others WHERE file = $identity AND (torn OR NOT $onlyTorn)`, {
      identity,
      onlyTorn,
    })
  }

  async #fold(events: readonly JudgementEvent[]): Promise<void> {
    const judgements = new Judgements(wallMs() + CLOCK_SKEW_MS)
    for (const event of events) judgements.add(event)
    await this.#connection.run('DELETE FROM judgements')
    const appender = await this.#connection.createAppender('judgements')
    for (const [message, { verdict, by, why }] of judgements) {
      for (const value of [message, verdict, verdict === 'unjudged' ? null : by, why ?? null]) append(appender, value)
      appender.endRow()
    }
    appender.closeSync()
  }

  #listOf(files: readonly LoadedFile[]): Parameter | null {
    const paths = files.filter(hasReplies).map(({ path }) => pattern(path))
    return paths.length === 0 ? null : this.#listValue(paths)
  }

  /**
   * Compares the number of replies by file with what DuckDB found; a file may have grown meanwhile. Rejects where they differ,
   * such as in a file with damage within a line.
   */
  async check(found: ReadonlyMap<string, number>): Promise<void> {
    for (const file of this.#files.filter((each) => each.found === null && hasReplies(each))) {
      const n = found.get(file.path) ?? 0
      const least = file.scan.replies + file.tornReplies
      if (n < least || n > (await mostReplies(file, n)))
        throw new Error(`DuckDB finds ${n} replies in ${file.path}, and there are ${least}`)
      file.found = n
    }
  }
}

/** How many plain replies a file may have by now, read only where it has more than before. */
async function mostReplies(file: LoadedFile, found: number): Promise<number> {
  const least = file.scan.replies + file.tornReplies
  if (found <= least) return least
  const handle = await open(file.path)
  try {
    const scan = new FileScan()
    const { tornReplies } = await scan.advance(file.path, handle, (line) => isReply(parseLine(line.text), line))
    return scan.replies + tornReplies
  } finally {
    await handle.close()
  }
}

function hasReplies({ scan, tornReplies }: LoadedFile): boolean {
  return scan.replies + tornReplies > 0
}

function newFile(path: string, identity: string): LoadedFile {
  return {
    path,
    identity,
    scan: new FileScan(),
    tornReplies: 0,
    found: null,
    judgements: [],
    aside: [],
    broken: [],
    lastOther: 0,
  }
}

async function identityOf(path: string, handle: FileHandle): Promise<string> {
  const { dev, ino, size, mtimeMs } = await handle.stat()
  return path.endsWith('.gz') ? `${dev}:${ino}:${size}:${mtimeMs}` : `${dev}:${ino}`
}

/** A path as a pattern that matches it alone. */
function pattern(path: string): string {
  return path.replace(/[*?[]/g, (char) => `[${char}]`)
}

/** The time as this package writes it, which DuckDB takes for UTC. */
const WRITTEN_TIME = /^[-\d]{10}T[:.\d]{12}Z$/

/** Whether DuckDB reads a line as a reply. */
function isReply(event: ReturnType<typeof parseLine>, { text, isPlainText }: OtherLine): boolean {
  return (
    isPlainText &&
    event !== null &&
    'event_type' in event &&
    event.event_type === 'response' &&
    WRITTEN_TIME.test(event.ts) &&
    !isLegacy(JSON.parse(text))
  )
}

/** Adds what is on a line; returns whether DuckDB reads it by itself. */
function addLine(file: LoadedFile, other: OtherLine, appender: Appender): boolean {
  const { text, line, isTorn } = other
  if (text.trim() === '') return false
  file.lastOther = line
  // DuckDB skips it or not, depending on the other files.
  if (text.startsWith('\ufeff')) throw new Error(`${file.path} begins with a byte order mark`)
  const event = parseLine(text)
  if (isReply(event, other)) return true
  if (event === null) file.broken.push(line)
  else if ('setAside' in event) {
    if (!isTorn) file.aside.push({ time: event.ts === null ? null : Date.parse(event.ts), reason: event.setAside })
  } else if (event.event_type === 'judgement') {
    if (!isTorn) file.judgements.push(event)
  } else addEvent(event, { identity: file.identity, isTorn }, appender)
  return false
}

function addEvent(event: LoggedEvent, file: { identity: string; isTorn: boolean }, appender: Appender): void {
  const facts = factsOf(event)
  const [text1 = null, text2 = null, text3 = null] = facts.texts
  append(appender, file.identity)
  append(appender, file.isTorn)
  append(appender, event.event_type === 'response' && event.verdict !== 'unmeasured')
  append(appender, event.event_type === 'run' ? event.backend : null)
  for (const text of [text1, text2, text3]) append(appender, text)
  for (const fact of FACTS) append(appender, facts[fact])
  appender.endRow()
}

function append(appender: Appender, value: string | number | boolean | null): void {
  if (value === null) appender.appendNull()
  else if (typeof value === 'string') appender.appendVarchar(value.toWellFormed())
  else if (typeof value === 'number') appender.appendDouble(value)
  else appender.appendBoolean(value)
}
