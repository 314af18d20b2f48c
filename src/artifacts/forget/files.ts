import { existsSync, readFileSync, rmSync } from 'node:fs'
import { basename } from 'node:path'
import { datedCopies } from '../../dated-copy.ts'
import { jsonOf } from '../../provenance/parse-line.ts'
import { whileLocked } from '../../file-lock.ts'
import { jsonText } from '../../json-text.ts'
import { filesBelow } from '../../provenance/forget/find-logs.ts'
import { realPathOf } from '../../router/stores/state-file.ts'
import type { Settings } from '../../settings/settings.ts'
import { stateFile } from '../../settings/router-options.ts'
import { errorCode } from '../../text/error-message.ts'
import {
  type Forgotten,
  isForgottenRecording,
  type Remaining,
  withoutBuckets,
  withoutEntries,
  withoutGoldens,
} from './entries.ts'
import { leftovers } from './leftovers.ts'
import { writeWhole } from '../../write-whole.ts'

/** A file with entries of a conversation. */
export interface HeldFile {
  path: string
  /** Entries to remove. */
  entries: number
  /** Replaces the file by one without these entries. */
  remove(): Promise<void>
}

type Places = Pick<Settings, 'dir' | 'baseline' | 'cassettes'>

/** The files beside the log that hold something of a conversation. Throws for a file that is not valid JSON. */
export function heldFiles({ dir, baseline, cassettes }: Places, forgotten: Forgotten): HeldFile[] {
  const baselines = new Set([
    ...(existsSync(baseline) ? [baseline] : []),
    ...datedCopies(baseline).map(({ path }) => path),
  ])
  const stem = basename(stateFile(dir), '.json')
  const isState = (path: string) => basename(path).startsWith(stem)
  const others = filesBelow(dir).filter((path) => path.endsWith('.json') && !baselines.has(path))
  const json = (paths: Iterable<string>, without: (data: unknown, forgotten: Forgotten) => Remaining) =>
    [...paths].flatMap((path) => held(path, (text) => inJson({ path, text, forgotten }, without)))
  return [
    ...json(baselines, withoutGoldens),
    ...filesBelow(cassettes)
      .filter((path) => path.endsWith('.ndjson'))
      .flatMap((path) => held(path, (text) => inLines(text, forgotten))),
    ...json(
      others.filter((path) => !isState(path)),
      withoutEntries,
    ),
    ...json(others.filter(isState), withoutBuckets),
    ...leftovers({ dir, baseline, cassettes }).flatMap((path) => abandoned(path, forgotten)),
  ]
}

/** An unfinished file of a killed process that names the conversation. */
function abandoned(path: string, { subject, replies }: Forgotten): HeldFile[] {
  const text = textOf(path)
  const isHeld = subject.isNamedIn(text) || replies.quotes.some((quote) => text.includes(quote))
  return isHeld ? [{ path, entries: 1, remove: async () => rmSync(path, { force: true }) }] : []
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    // It was finished meanwhile.
    if (errorCode(error) === 'ENOENT') return ''
    throw error
  }
}

/** A text without some entries; '' deletes the file. */
interface RemainingText {
  text: string
  removed: number
}

function held(path: string, without: (text: string) => RemainingText): HeldFile[] {
  const { removed } = without(readFileSync(path, 'utf8'))
  if (removed === 0) return []
  const remove = () =>
    // The lock is that of the router state; other files have one writer.
    whileLocked(realPathOf(path), (lock) => {
      if (!existsSync(path)) return
      const { text, removed } = without(readFileSync(path, 'utf8'))
      lock.assertHeld()
      if (text === '') rmSync(path, { force: true })
      else if (removed > 0) writeWhole(path, text)
    })
  return [{ path, entries: removed, remove }]
}

function inJson(
  { path, text, forgotten }: { path: string; text: string; forgotten: Forgotten },
  without: (data: unknown, forgotten: Forgotten) => Remaining,
): RemainingText {
  const parsed = jsonOf(text)
  if (parsed === undefined) {
    if (!forgotten.subject.isNamedIn(text)) return { text, removed: 0 }
    throw new Error(
      `cannot read ${path}: it is not valid JSON\n  Restore or delete the file, and run the command again`,
    )
  }
  const { data, removed } = without(parsed, forgotten)
  return { text: jsonText(data), removed }
}

function inLines(text: string, forgotten: Forgotten): RemainingText {
  const lines = text.split('\n')
  const kept = lines.filter((line) => !isForgottenRecording(jsonOf(line), forgotten))
  const isEmpty = kept.every((line) => line.trim() === '')
  return { text: isEmpty ? '' : kept.join('\n'), removed: lines.length - kept.length }
}
