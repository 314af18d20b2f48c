import { relative } from 'node:path'
import type { ForgetReceipt } from '../../../schemas/generated/forget-receipt.ts'
import { isoTime } from '../../clock.ts'
import { filesWithLines } from '../../provenance/forget/find-logs.ts'
import { rewriteLog } from '../../provenance/forget/rewrite-log.ts'
import { type ConversationTraces, forgottenLine, surveyLogs } from '../../provenance/forget/survey.ts'
import { deleteLogCache } from '../../provenance/query/log-cache.ts'
import { removeCompressions } from '../../provenance/rotation.ts'
import type { Subject } from '../../provenance/subject.ts'
import type { Settings } from '../../settings/settings.ts'
import { type HeldFile, heldFiles } from './files.ts'
import { removeLeftovers } from './leftovers.ts'
import { interruptedReceipts, openReceipt, writeReceipt } from './receipt.ts'

/** How often the files are searched again for data that was written or restored meanwhile. */
const PASSES = 5

/** Where to look for a conversation: the files of a project, and further logs (files, globs and folders). */
export type Places = Pick<Settings, 'dir' | 'root' | 'baseline' | 'cassettes'> & { logs: readonly string[] }

/** Everything that the files of a project hold of a conversation. */
export interface FoundConversation {
  subject: Subject
  log: ConversationTraces
  held: HeldFile[]
}

/** What was removed. */
export interface ForgottenConversation {
  /** Of the receipt. */
  path: string
  receipt: ForgetReceipt
  /** Logs that a process goes on writing to although they were replaced: what it writes is lost. */
  stillWritten: string[]
}

/** Finds a conversation in the files of a project. null: no file has it. */
export async function findConversation(places: Places, subject: Subject): Promise<FoundConversation | null> {
  const log = await surveyLogs(filesWithLines(places.dir, places.logs), subject)
  const held = heldFiles(places, { subject, replies: log.replies })
  return log.files.size === 0 && held.length === 0 ? null : { subject, log, held }
}

/**
 * Removes a conversation, one file after the other, each by one rename. The log comes last, because its events say what
 * to look for: when the process is killed, the same call finds and removes the rest.
 */
export async function forgetConversation(
  places: Places,
  { subject, log: { replies, files }, held }: FoundConversation,
): Promise<ForgottenConversation> {
  const { dir, root, logs } = places
  const { path: receiptPath, receipt } = openReceipt(dir, replies.events)
  const record = (path: string, removed: number) => {
    const file = subject.withoutId(relative(root, path).replaceAll('\\', '/'))
    const known = receipt.files.find((each) => each.file === file)
    if (known === undefined) receipt.files.push({ file, removed })
    else known.removed += removed
    receipt.events = replies.events
    writeReceipt(receiptPath, receipt)
  }
  const stillWritten = new Set<string>()
  await removeLeftovers(places)
  // It has the texts of the log. A process may read the log before it is rewritten, so it is deleted again afterwards.
  deleteLogCache(dir)
  for (let pass = 0; pass < PASSES && files.size + held.length > 0; pass += 1) {
    for (const file of held) {
      await file.remove()
      record(file.path, file.entries)
    }
    for (const path of files.keys()) {
      const { removed, isStillWritten } = await rewriteLog(path, forgottenLine(subject, replies))
      if (isStillWritten) stillWritten.add(path)
      if (removed !== null && removed > 0) record(path, removed)
    }
    // A compression that is under way has the events of before, and gives up.
    removeCompressions(dir)
    await removeLeftovers(places)
    ;({ files } = await surveyLogs(filesWithLines(dir, logs), subject, replies))
    held = heldFiles(places, { subject, replies })
  }
  deleteLogCache(dir)
  if (files.size + held.length + stillWritten.size === 0) {
    receipt.status = 'complete'
    receipt.ended_at = isoTime()
    writeReceipt(receiptPath, receipt)
  }
  return { path: receiptPath, receipt, stillWritten: [...stillWritten] }
}

/** Removes what a removal left that was killed at its very end: the log does not have the conversation any more. */
export async function completeInterrupted(places: Places): Promise<void> {
  if (interruptedReceipts(places.dir).length === 0) return
  deleteLogCache(places.dir)
  await removeLeftovers(places)
}
