import { rmSync, statSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isRunning } from '../../is-running.ts'
import { filesBelow } from '../../provenance/forget/find-logs.ts'
import type { Settings } from '../../settings/settings.ts'

/** Files of writes that are not complete: of `write-file-atomic`, of a locked file, and those with the id of a process. */
const UNFINISHED = /\.json\.\d{4,}$|\.ndjson\.\d{4,}$|\.json\.[\da-f-]{36}\.tmp$|\.(?<pid>\d+)(\.rewrite)?\.tmp$/

/** No write of such a file takes so long, in milliseconds. */
const WRITTEN_WITHIN_MS = 1_000

type Places = Pick<Settings, 'dir' | 'baseline' | 'cassettes'>

/** Deletes what killed processes left of the files of a project, which may have data of any conversation. */
export async function removeLeftovers(places: Places): Promise<void> {
  const before = new Map(leftovers(places).map((path) => [path, changedAt(path)]))
  if (before.size > 0) await pause(WRITTEN_WITHIN_MS)
  for (const [path, time] of before) {
    const pid = UNFINISHED.exec(path)?.groups?.['pid']
    const isAbandoned = pid === undefined ? changedAt(path) === time : !isRunning(Number(pid))
    if (isAbandoned) rmSync(path, { force: true })
  }
}

/** Unfinished files of a project. */
export function leftovers({ dir, baseline, cassettes }: Places): string[] {
  const beside = filesBelow(dirname(baseline), { recursive: false }).filter((path) =>
    basename(path).startsWith(basename(baseline, '.json')),
  )
  return [...filesBelow(dir), ...filesBelow(cassettes), ...beside].filter((path) => UNFINISHED.test(path))
}

function changedAt(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs
}
