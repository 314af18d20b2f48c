import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { dataOf } from '../src/provenance/parse-line.ts'

/** A reply in a project's provenance log: its line, and the fields that the benchmarks read. */
export interface LoggedReply {
  line: string
  ts: string
  question: string
  reply: string
  timings: { total_ms: number }
}

/** The replies in the log of a project. */
export function repliesIn(dir: string): LoggedReply[] {
  const lines = readFileSync(join(dir, '.aios/provenance.ndjson'), 'utf8').split('\n')
  return lines
    .filter((line) => line.includes('"event_type":"response"'))
    .map((line) => ({ ...(dataOf(line) as Omit<LoggedReply, 'line'>), line }))
}
