import { basename } from 'node:path'
import type { PathHealth, SchemaCount } from '../../../schemas/generated/dashboard.ts'
import type { LogSpan } from '../../provenance/query/log-query.ts'
import { isRecord } from '../../is-record.ts'
import { readText } from '../../read-text.ts'

/** Files larger than this are not read for their version, in bytes. */
const MOST_BYTES = 20_000_000

/** The schema versions of the project's files and of its log: current events, and those of older formats. */
export function schemaCounts({ total, skipped }: LogSpan, paths: readonly PathHealth[]): SchemaCount[] {
  const files = paths.flatMap(({ path, bytes, state }) =>
    state === 'ok' && bytes !== null && bytes < MOST_BYTES && path.endsWith('.json') ? versionIn(path) : [],
  )
  const older = Object.values(skipped.older).reduce((sum, count) => sum + count, 0)
  return [
    ...files,
    { file: 'log', version: 'written as 2.1; 2.0 and replies of older formats are read, too', events: total },
    ...(older === 0 ? [] : [{ file: 'log', version: 'older formats, counted only', events: older }]),
  ]
}

function versionIn(path: string): SchemaCount[] {
  try {
    const data: unknown = JSON.parse(readText(path))
    const version = isRecord(data) ? data['schema_version'] : undefined
    return [
      { file: basename(path), version: typeof version === 'string' ? version : 'without a version', events: null },
    ]
  } catch {
    return []
  }
}
