import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import type { MigratedFile } from '../../../schemas/generated/migration-output.ts'
import { isoTime } from '../../clock.ts'
import { datedCopy } from '../../dated-copy.ts'
import { isRecord } from '../../is-record.ts'
import type { RouterState } from '../state.ts'
import { whileLocked } from '../../file-lock.ts'
import { readContent, realPathOf, writeState } from './state-file.ts'

/** Where a migration writes: to a file that does not exist yet, in place of the state, or nowhere. */
export type StateTarget = { kind: 'new'; path: string } | { kind: 'in_place' } | { kind: 'none' }

/**
 * Converts the state of an older router. Counts, boundary and conversations are kept; values that were measured in another
 * way stay in `original`, which the router does not use. A current state stays as it is. Rejects when the file does not
 * exist or is damaged, or the new file exists with another content.
 */
export async function migrateState(path: string, target: StateTarget): Promise<MigratedFile> {
  const { file, state } = converted(path)
  if (state === null) return file
  if (target.kind === 'none') return { ...file, state: 'would_migrate' }
  if (target.kind === 'new') {
    const to = target.path
    const now = isoTime()
    return whileLocked(realPathOf(to), (held): MigratedFile => {
      const there = readContent(to, now)
      if (there.kind === 'state' && isDeepStrictEqual(there.state, state)) return { ...file, to }
      if (there.kind !== 'none')
        throw new Error(`${to} exists with another content\n  choose another file with --to, or delete it`)
      writeState(to, state, held)
      return { ...file, state: 'migrated', to }
    })
  }
  const real = realPathOf(path)
  return whileLocked(real, (held): MigratedFile => {
    // The router may have replaced it while this process waited.
    const again = converted(real)
    if (again.state === null) return again.file
    const backup = datedCopy(real)
    writeState(real, again.state, held)
    return { ...again.file, file: path, state: 'migrated', to: path, backup }
  })
}

/** The new state and the report; `state` null: there is nothing to convert. */
function converted(path: string): { file: MigratedFile; state: RouterState | null } {
  const content = readContent(path, isoTime())
  if (content.kind === 'none')
    throw new Error(`the router's state ${path} does not exist\n  name the file: npx aios router migrate FILE`)
  if (!('state' in content))
    throw new Error(
      `the router's state ${path} cannot be converted: ${content.reason}\n  name another file, or start again: npx aios router reset`,
    )
  const nothing = { file: path, to: null, backup: null, set_aside_in: null, notes: [] }
  if (content.kind === 'state')
    return {
      file: { ...nothing, state: 'up_to_date', read: 1, kept: { 'state of this version': 1 }, set_aside: {} },
      state: null,
    }
  const data: unknown = JSON.parse(readFileSync(path, 'utf8').replace(/^\ufeff/, ''))
  const older = isRecord(data) ? data : {}
  const { conversation_buckets: kept = {} } = content.state
  const values = leavesOf(older).map((keys) => classOf(keys, kept))
  const counts = (isKept: boolean) => {
    const names = Map.groupBy(
      values.filter((value) => value.isKept === isKept),
      ({ name }) => name,
    )
    return Object.fromEntries([...names].map(([name, all]) => [name, all.length]))
  }
  const { conversation_buckets: conversations, ...rest } = older
  const unusable = isRecord(conversations)
    ? Object.fromEntries(Object.entries(conversations).filter(([id]) => !Object.hasOwn(kept, id)))
    : {}
  const original = { ...rest, ...(Object.keys(unusable).length > 0 && { conversation_buckets: unusable }) }
  return {
    file: {
      ...nothing,
      state: 'up_to_date',
      read: values.length,
      kept: counts(true),
      set_aside: counts(false),
      notes: [`the boundary of treatment is ${content.state.boundary}`],
    },
    state: { ...content.state, original },
  }
}

/** The places of all values that are not objects. */
function leavesOf(tree: Record<string, unknown>, before: readonly string[] = []): string[][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    isRecord(value) ? leavesOf(value, [...before, key]) : [[...before, key]],
  )
}

/** What becomes of a value of an older state. */
function classOf(keys: readonly string[], kept: object): { isKept: boolean; name: string } {
  const [top = '', second = ''] = keys
  const last = keys.at(-1) ?? ''
  if (top === 'conversation_buckets')
    return Object.hasOwn(kept, second)
      ? { isKept: true, name: 'conversations with their bucket' }
      : { isKept: false, name: 'conversations without a known bucket' }
  if (last === 'sample_count') return { isKept: true, name: 'sample counts' }
  if (last === 'timestamp') return { isKept: true, name: 'time' }
  if (/^(current_)?boundary(_offset)?$/.test(last))
    return second === 'control'
      ? { isKept: false, name: 'boundary of control, which stays at 0.5' }
      : { isKept: true, name: 'boundary of treatment' }
  return { isKept: false, name: `${last}: measured in another way` }
}
