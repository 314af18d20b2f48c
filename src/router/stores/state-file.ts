import {
  closeSync,
  existsSync,
  fchmodSync,
  fchownSync,
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
import validate from '../../../schemas/generated/router-state.validate.js'
import { describeErrors } from '../../../schemas/validate.ts'
import type { RouterState } from '../state.ts'
import type { Held } from './file-lock.ts'
import { absurdCount } from '../plausible.ts'
import { fromOlderState, isOlderState } from './older-state.ts'

/** What is at a path. `reason`: what is wrong with it, in words. */
export type Content =
  | { kind: 'none' }
  | { kind: 'state'; state: RouterState }
  | { kind: 'older'; state: RouterState; reason: string }
  | { kind: 'corrupt' | 'newer'; reason: string }

/** Reads the file at `path`; throws the system's error where that fails. `now`: ISO 8601, for what an older file lacks. */
export function readContent(path: string, now: string): Content {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) return { kind: 'none' }
  // Reading a pipe or a device might never end.
  if (!stats.isFile() && !stats.isDirectory()) throw new Error('it is not a regular file')
  const data = parse(readFileSync(path, 'utf8'))
  if (data === undefined) return { kind: 'corrupt', reason: 'it is not JSON' }
  if (isOlderState(data)) {
    const state = fromOlderState(data, now)
    const fault = absurdCount(state)
    return fault === null
      ? { kind: 'older', state, reason: 'its form is an older one' }
      : { kind: 'corrupt', reason: fault }
  }
  const version = versionOf(data)
  if (version !== null && Number.parseFloat(version) > 2)
    return { kind: 'newer', reason: `a newer vitest-aios wrote it, schema ${version}, and this one reads 2.0` }
  if (validate(data)) {
    const fault = absurdCount(data)
    return fault === null ? { kind: 'state', state: data } : { kind: 'corrupt', reason: fault }
  }
  const [first = 'it is no router state', ...more] = describeErrors(validate.errors)
  return { kind: 'corrupt', reason: printable(first) + (more.length > 0 ? `, and ${more.length} more` : '') }
}

/**
 * Writes a state whole or not at all, whenever the process is killed. Not forced to the disk, which would hold up the
 * application for each outcome: after a power cut the file system decides whether the older or the newer state is there.
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

/** For people to read, but for the evidence, of which there may be much: an epoch is one line. */
function textOf(state: RouterState): string {
  const { epochs, ...rest } = state.since_move
  const text = JSON.stringify({ ...state, since_move: { ...rest, epochs: {} } }, null, 2)
  const lines = Object.entries(epochs).map(([epoch, cells]) => `      "${epoch}": ${JSON.stringify(cells)}`)
  // No string of a JSON text holds a bare quotation mark: this is the key itself.
  const whole =
    lines.length === 0 ? text : text.replace('"epochs": {}', () => `"epochs": {\n${lines.join(',\n')}\n    }`)
  return `${whole}\n`
}

/** Renames a file that this version cannot go on with; gives its new path, at which nothing was. Only under the lock. */
export function setAside(path: string, kind: 'corrupt' | 'newer' | 'older', now: string): string {
  const stem = `${path.replace(/\.json$/, '')}.${kind}-${now.replace(/[-:.]/g, '')}`
  let target = `${stem}.json`
  for (let number = 2; existsSync(target); number += 1) target = `${stem}-${number}.json`
  renameSync(path, target)
  return target
}

/** The path behind symbolic links, so that all who mean one file lock the same; also of a file yet to be written. */
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
    // Only root may give a file away; then it is this user's.
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

/** Names of keys are the file's own words. */
function printable(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '?').slice(0, 200)
}
