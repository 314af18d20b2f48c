import { relative } from 'node:path'
import type { ForgetReceipt } from '../../../schemas/generated/forget-receipt.ts'
import { isoTime } from '../../clock.ts'
import { removeReplacements, rewriteLog } from '../../provenance/forget/rewrite-log.ts'
import type { Subject } from '../../provenance/forget/subject.ts'
import { forgottenLine, type ConversationTraces, surveyLog } from '../../provenance/forget/survey.ts'
import { removeCompressions } from '../../provenance/rotation.ts'
import type { Settings } from '../../settings/settings.ts'
import { type HeldFile, heldFiles } from './files.ts'
import { openReceipt, writeReceipt } from './receipt.ts'

/** How often the log is searched again for events that were written or restored meanwhile. */
const PASSES = 5

/** Everything that the files of a project hold of a conversation. */
export interface FoundConversation {
  subject: Subject
  log: ConversationTraces
  held: HeldFile[]
}

/** Finds a conversation in the files of a project. null: no file has it. */
export async function findConversation(settings: Settings, subject: Subject): Promise<FoundConversation | null> {
  const log = await surveyLog(settings.dir, subject)
  const held = heldFiles(settings, { subject, replies: log.replies })
  return log.files.size === 0 && held.length === 0 ? null : { subject, log, held }
}

/**
 * Removes a conversation, one file after the other, each by one rename. The log comes last, and its newest file first,
 * because its events say what to look for: when the process is killed, the same call finds and removes the rest.
 */
export async function forgetConversation(
  { dir, root }: Settings,
  { subject, log, held }: FoundConversation,
): Promise<{ path: string; receipt: ForgetReceipt }> {
  const { path: receiptPath, receipt } = openReceipt(dir, log.replies.events)
  const record = (path: string, removed: number) => {
    const file = relative(root, path).replaceAll('\\', '/')
    const known = receipt.files.find((each) => each.file === file)
    if (known === undefined) receipt.files.push({ file, removed })
    else known.removed += removed
    receipt.events = log.replies.events
    writeReceipt(receiptPath, receipt)
  }
  for (const file of held) {
    await file.remove()
    record(file.path, file.entries)
  }
  let { files } = log
  for (let pass = 0; pass < PASSES && files.size > 0; pass += 1) {
    for (const path of files.keys()) {
      const removed = await rewriteLog(path, forgottenLine(subject, log.replies))
      if (removed !== null && removed > 0) record(path, removed)
    }
    // Temporary files of killed processes, or of a rotation that is under way, have the events of before.
    removeCompressions(dir)
    removeReplacements(dir)
    files = (await surveyLog(dir, subject, log.replies)).files
  }
  if (files.size === 0) {
    receipt.status = 'complete'
    receipt.ended_at = isoTime()
    writeReceipt(receiptPath, receipt)
  }
  return { path: receiptPath, receipt }
}
