import {
  closeSync,
  existsSync,
  fchmodSync,
  fchownSync,
  linkSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { errorCode } from '../../text/error-message.ts'
import { assertRegularFile } from '../../regular-file.ts'
import validate from '../../../schemas/generated/router-state.validate.js'
import { describeErrors } from '../../../schemas/validate.ts'
import type { RouterState } from '../state.ts'
import type { Held } from '../../file-lock.ts'
import { implausibleCount } from '../plausible.ts'
import { fromOlderState, isOlderState } from './older-state.ts'

/** Content of a path. `reason` describes the problem. */
export type Content =
  | { kind: 'none' }
  | { kind: 'state'; state: RouterState }
  | { kind: 'older'; state: RouterState; reason: string }
  | { kind: 'corrupt' | 'newer'; reason: string }

/** Reads the file at `path`; throws the system's error. `now`: ISO 8601, for an older file without a time. */
export function readContent(path: string, now: string): Content {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) return { kind: 'none' }
  assertRegularFile(stats)
  const data = parse(readFileSync(path, 'utf8'))
  if (data === undefined) return { kind: 'corrupt', reason: 'it is not JSON' }
  if (isOlderState(data)) {
    const state = fromOlderState(data, now)
    const problem = implausibleCount(state)
    return problem === null
      ? { kind: 'older', state, reason: 'it has an older format' }
      : { kind: 'corrupt', reason: problem }
  }
  const version = versionOf(data)
  if (version !== null && Number.parseFloat(version) > 2)
    return { kind: 'newer', reason: `a newer vitest-aios wrote it, schema ${version}, and this one reads 2.0` }
  if (validate(data)) {
    const problem = implausibleCount(data)
    return problem === null ? { kind: 'state', state: data } : { kind: 'corrupt', reason: problem }
  }
  const [first = 'it is not a router state', ...more] = describeErrors(validate.errors)
  return { kind: 'corrupt', reason: printable(first) + (more.length > 0 ? `, and ${more.length} more` : '') }
}

/**
 * Writes a state atomically, even if the process is killed. It does not call fsync, which would delay the application for
 * each outcome: after a power failure the older or the newer state exists.
 */
export function writeState(path: string, state: RouterState, held: Held): void {
  const { temporary } = held
  const before = statSync(path, { throwIfNoEntry: false })
  try {
    const descriptor = openSync(temporary, 'wx')
    try {
      writeFileSync(descriptor, textOf(state))
      if (before !== undefined) keepOwner(descriptor, before)
    } finally {
      closeSync(descriptor)
    }
    held.assertHeld()
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

/** Indented for readability, but with one line per epoch. */
function textOf(state: RouterState): string {
  const { epochs, ...rest } = state.since_move
  const text = JSON.stringify({ ...state, since_move: { ...rest, epochs: {} } }, null, 2)
  const lines = Object.entries(epochs).map(([epoch, cells]) => `      "${epoch}": ${JSON.stringify(cells)}`)
  // Quotation marks in JSON strings are escaped, so this matches the key itself.
  const whole =
    lines.length === 0 ? text : text.replace('"epochs": {}', () => `"epochs": {\n${lines.join(',\n')}\n    }`)
  return `${whole}\n`
}

/**
 * Gives a file that this version cannot use another name, and returns its new, unused path. The file also keeps its name
 * until it is replaced, so that a process that is killed in between leaves the state. Requires the lock.
 */
export function renameState(path: string, kind: 'corrupt' | 'newer' | 'older', now: string): string {
  const stem = `${path.replace(/\.json$/, '')}.${kind}-${now.replace(/[-:.]/g, '')}`
  let target = `${stem}.json`
  for (let number = 2; existsSync(target); number += 1) target = `${stem}-${number}.json`
  try {
    linkSync(path, target)
  } catch {
    // Some file systems have no hard links.
    renameSync(path, target)
  }
  return target
}

/** Resolves symbolic links, so that all paths of a file share a lock; also for a file that does not exist yet. */
export function realPathOf(path: string): string {
  try {
    return realpathSync(path)
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error
    const target = linkTarget(path)
    if (target !== null) return realPathOf(resolve(dirname(path), target))
    const folder = dirname(path)
    return folder === path ? path : join(realPathOf(folder), basename(path))
  }
}

function linkTarget(path: string): string | null {
  try {
    return readlinkSync(path)
  } catch {
    return null
  }
}

function keepOwner(descriptor: number, { mode, uid, gid }: Stats): void {
  try {
    fchmodSync(descriptor, mode)
    fchownSync(descriptor, uid, gid)
  } catch {
    // Only root may change the owner; otherwise the file belongs to this user.
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return undefined
  }
}

function versionOf(data: unknown): string | null {
  if (typeof data !== 'object' || data === null || !('schema_version' in data)) return null
  const { schema_version: version } = data
  return typeof version === 'string' && /^\d{1,6}\.\d{1,6}$/.test(version) ? version : null
}

/** Keys are untrusted text of the file. */
function printable(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '?').slice(0, 200)
}
