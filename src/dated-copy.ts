import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { isoTime, wallMs } from './clock.ts'

/** A copy of a file beside it, with its time in the name. */
export interface DatedCopy {
  path: string
  /** When it was made: ISO 8601, UTC. */
  ts: string
}

/**
 * Copies a file to `NAME.20261128T174200123Z.EXT` beside it and returns the path of the copy. It is complete or absent,
 * whenever the process is killed, and never replaces another file. Throws the system's error.
 */
export function datedCopy(path: string): string {
  const target = freeCopyName(path)
  copyWhole(path, target)
  return target
}

/** Copies a file; the copy is complete or absent, whenever the process is killed. Throws the system's error. */
export function copyWhole(path: string, target: string): void {
  const temporary = `${target}.${process.pid}.tmp`
  try {
    copyFileSync(path, temporary)
    flush(temporary)
    renameSync(temporary, target)
  } finally {
    rmSync(temporary, { force: true })
  }
}

/** The dated copies of a file, the newest last. Throws the system's error where their folder cannot be read. */
export function datedCopies(path: string): DatedCopy[] {
  const [stem, end] = partsOf(path)
  if (!existsSync(dirname(path))) return []
  return readdirSync(dirname(path))
    .sort()
    .flatMap((name) => {
      if (!name.startsWith(`${stem}.`) || !name.endsWith(end)) return []
      const ts = timeIn(name.slice(stem.length + 1, name.length - end.length))
      const copy = join(dirname(path), name)
      // A folder with such a name, or a link to a missing file, is not a copy.
      const isCopy = ts !== null && statSync(copy, { throwIfNoEntry: false })?.isFile() === true
      return isCopy ? [{ path: copy, ts }] : []
    })
}

/** A path for a dated copy of a file. No file has this path yet. */
export function freeCopyName(path: string): string {
  const [stem, end] = partsOf(path)
  for (let time = wallMs(); ; time += 1) {
    const target = join(dirname(path), `${stem}.${isoTime(time).replace(/[-:.]/g, '')}${end}`)
    if (!existsSync(target)) return target
  }
}

/** A copy of a log ends in `.bak`: commands read every `*.ndjson` of a folder, and would read its events twice. */
function partsOf(path: string): [stem: string, end: string] {
  const name = basename(path)
  if (/\.ndjson(\.gz)?$/.test(name)) return [name, '.bak']
  const end = extname(name)
  return [name.slice(0, name.length - end.length), end]
}

function timeIn(text: string): string | null {
  const [, year, month, day, hour, minute, second, fraction] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z$/.exec(text) ?? []
  return year === undefined ? null : `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction}Z`
}

function flush(path: string): void {
  const file = openSync(path, 'r+')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
