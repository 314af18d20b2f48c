import { readFileSync, statSync } from 'node:fs'
import { filesBelow } from '../../provenance/forget/find-logs.ts'
import type { Subject } from '../../provenance/subject.ts'

/** Larger files are not searched, in bytes. */
const LARGEST = 100_000_000

/** Files of a folder that still name a conversation, such as an export or a page, which no command can change. */
export function filesThatName(dir: string, subject: Subject): string[] {
  return filesBelow(dir).filter((path) => {
    if (/\.(ndjson|gz|bak)$/.test(path) || (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LARGEST)
      return false
    return subject.isMentionedIn(readFileSync(path, 'utf8'))
  })
}
