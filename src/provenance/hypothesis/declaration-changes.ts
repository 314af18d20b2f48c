import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { isRecord } from '../../is-record.ts'
import { printable } from '../../text/printable.ts'
import type { HypothesisNote } from './hypothesis-note.ts'

/** How much of the log's end is read, in bytes: more than a run writes, and fast to read. */
const READ_BYTES = 16 * 1024 * 1024

type Declared = Pick<HypothesisNote, 'id' | 'claim' | 'declaration' | 'declaration_hash'>

/**
 * One line for each hypothesis whose declaration differs from the last one in the log in `dir`: a limit that changes after
 * the data are known invalidates the test. Empty where the log does not contain the hypotheses, or cannot be read.
 */
export function declarationChanges(dir: string, hypotheses: readonly Declared[]): string[] {
  const before = new Map<string, Record<string, unknown>>()
  for (const event of hypothesisEventsIn(join(dir, 'provenance.ndjson'))) before.set(String(event['hypothesis']), event)
  return hypotheses.flatMap((now) => {
    const old = before.get(now.id)
    if (old === undefined || old['declaration_hash'] === now.declaration_hash) return []
    const since = printable(String(old['ts']), { max: 40 })
    return [`the declaration of hypothesis ${now.id} changed since ${since}: ${differences(old, now).join(', ')}`]
  })
}

function differences(old: Record<string, unknown>, { claim, declaration }: Declared): string[] {
  const was = { ...(isRecord(old['declaration']) ? old['declaration'] : {}), claim: old['claim'] }
  const is: Record<string, unknown> = { ...declaration, claim }
  const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])] as (keyof typeof was)[]
  return keys.flatMap((key) =>
    shown(was[key]) === shown(is[key]) ? [] : [`${key} was ${shown(was[key])}, is ${shown(is[key])}`],
  )
}

function shown(value: unknown): string {
  return value === undefined ? 'not given' : printable(JSON.stringify(value), { max: 100 })
}

/** Oldest first. */
function hypothesisEventsIn(path: string): Record<string, unknown>[] {
  return endOf(path)
    .split('\n')
    .filter((line) => line.includes('"event_type":"hypothesis_test"'))
    .flatMap((line) => {
      try {
        const event: unknown = JSON.parse(line)
        return isRecord(event) ? [event] : []
      } catch {
        return []
      }
    })
}

function endOf(path: string): string {
  try {
    const file = openSync(path, 'r')
    try {
      const { size } = fstatSync(file)
      const bytes = Buffer.alloc(Math.min(size, READ_BYTES))
      return bytes.toString('utf8', 0, readSync(file, bytes, 0, bytes.length, size - bytes.length))
    } finally {
      closeSync(file)
    }
  } catch {
    return ''
  }
}
