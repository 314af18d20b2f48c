import { type Stats, statSync } from 'node:fs'
import { join } from 'node:path'
import type { LogQuery } from '../provenance/query/log-query.ts'
import { logFiles } from '../provenance/log-files.ts'
import { stateFile } from '../settings/router-options.ts'
import type { Settings } from '../settings/settings.ts'
import type { GoldenIndex } from './views/event/golden-place.ts'

/** The data that the views read. */
export interface Sources {
  settings: Settings
  /** The folder of the log, or the files, globs and folders of `--log`. */
  log: string | readonly string[]
  query: LogQuery
  /** Whether replies can be labelled. */
  label: boolean
  /** When the server started, in milliseconds since 1970. */
  startedAt: number
  /** The command that starts the server again, at the same address. */
  startCommand: () => string
  /** Whether the answers go into a static export. */
  isExport: boolean
  /** The goldens of the project. */
  goldens: GoldenIndex
  /** The Vitest UI that the page is in, or else one that runs for the project; null: none. */
  vitestUi: () => Promise<VitestUi | null>
}

/** Addresses in the Vitest UI. */
export interface VitestUi {
  /** Such as `/__vitest__/`, or one that leads there. */
  address: string
  /** The test of a golden; null: it is not among the tests of the UI. */
  testOf: (golden: { set: string; id: string }) => string | null
}

/** Number and sizes of the files of a log, at the moment. */
export interface LogSize {
  files: number
  /** On disk. */
  bytes: number
}

/** The size of a log; a name that matches no file counts as no log. */
export function logSize(from: string | readonly string[]): LogSize {
  const paths = filesOf(from)
  const bytes = paths.reduce((sum, path) => sum + (statsOf(path)?.size ?? 0), 0)
  return { files: paths.length, bytes }
}

/** The files of a log; `[]` where there are none. */
export function filesOf(from: string | readonly string[]): string[] {
  try {
    return logFiles(from)
  } catch {
    return []
  }
}

/** Changes when a file changes that answers come from. */
export function stampOf({ settings, log }: Pick<Sources, 'settings' | 'log'>): string {
  return [...filesOf(log), ...filesBeside(settings)]
    .map((path) => {
      const stats = statsOf(path)
      return stats === null ? path : `${path}:${stats.ino}:${stats.size}:${stats.mtimeMs}`
    })
    .join('|')
}

function filesBeside({ dir, baseline }: Settings): string[] {
  return [join(dir, 'last_report.json'), stateFile(dir), baseline]
}

/** null: the file is gone, or the system does not tell. */
export function statsOf(path: string): Stats | null {
  try {
    return statSync(path)
  } catch {
    return null
  }
}
