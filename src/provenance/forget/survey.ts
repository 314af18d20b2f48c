import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { isRecord } from '../../is-record.ts'
import { errorCode, errorMessage } from '../../text/error-message.ts'
import { linesOf } from '../lines.ts'
import { CURRENT_LOG, isLogName } from '../log-files.ts'
import { jsonOf } from '../parse-line.ts'
import { ForgottenReplies, type Subject } from './subject.ts'

/** The events of a conversation in a log. */
export interface ConversationTraces {
  replies: ForgottenReplies
  /** Lines to remove by path, the newest file first, the current log before all. Files without such lines are left out. */
  files: Map<string, number>
}

/**
 * Finds the events of a conversation in all files of a log. `replies`: those that were found before, whose judgements may
 * come later. Throws where a file cannot be read to its end.
 */
export async function surveyLog(
  dir: string,
  subject: Subject,
  replies = new ForgottenReplies(),
): Promise<ConversationTraces> {
  const paths = logPaths(dir)
  const { mark } = subject
  for (const path of paths)
    await readLines(path, mark === null ? null : [mark], (line) => {
      const data = jsonOf(line)
      if (isRecord(data) && subject.has(data['conv_id'], data['run_id'])) replies.add(data)
    })
  const isForgotten = forgottenLine(subject, replies)
  const files = new Map<string, number>()
  for (const path of replies.events === 0 ? [] : paths)
    await readLines(path, mark === null ? null : [mark, '"judgement"'], (line) => {
      if (isForgotten(line)) files.set(path, (files.get(path) ?? 0) + 1)
    })
  return { replies, files }
}

/** Decides for each line of a log whether it belongs to the conversation. A later judgement has the id of its message only. */
export function forgottenLine(subject: Subject, replies: ForgottenReplies): (line: string) => boolean {
  return (line) => {
    const data = jsonOf(line)
    if (data === undefined) return subject.isNamedIn(line)
    if (!isRecord(data)) return false
    return 'conv_id' in data ? subject.has(data['conv_id'], data['run_id']) : replies.hasMessage(data['msg_id'])
  }
}

/** All files of the log, also a part beside its compressed copy, which readers skip. */
function logPaths(dir: string): string[] {
  const names = namesIn(dir).filter(isLogName)
  const parts = names.filter((name) => name !== CURRENT_LOG).sort()
  return [...names.filter((name) => name === CURRENT_LOG), ...parts.toReversed()].map((name) => join(dir, name))
}

function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  }
}

/** A file that is gone was rotated or deleted since it was listed. */
async function readLines(
  path: string,
  containing: readonly string[] | null,
  visit: (line: string) => void,
): Promise<void> {
  try {
    for await (const lines of linesOf(path, containing === null ? {} : { containing }))
      for (const line of lines) if (line !== null) visit(line)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return
    throw new Error(
      `cannot read ${path} to its end: ${errorMessage(error)}\n  Move the file out of the folder, or restore it, and run the command again`,
      { cause: error },
    )
  }
}
