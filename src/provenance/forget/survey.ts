import { isRecord } from '../../is-record.ts'
import { errorCode, errorMessage } from '../../text/error-message.ts'
import { linesOf } from '../lines.ts'
import { dataOf } from '../parse-line.ts'
import type { Subject } from '../subject.ts'
import { ForgottenReplies } from './replies.ts'

/** The events of a conversation in the files of a log. */
export interface ConversationTraces {
  replies: ForgottenReplies
  /**
   * Lines to remove by path; files without such lines are left out. Those without events of the conversation come first:
   * their later judgements and damaged lines are found by what the events of the others contain.
   */
  files: Map<string, number>
}

/** More texts than this are not searched for one by one. */
const MOST_TEXTS = 40

/**
 * Finds the lines of a conversation in files. `replies`: those that were found before, whose judgements may come later.
 * Throws where a file cannot be read to its end.
 */
export async function surveyLogs(
  paths: readonly string[],
  subject: Subject,
  replies = new ForgottenReplies(),
): Promise<ConversationTraces> {
  const { mark } = subject
  const withEvents = new Set<string>()
  for (const path of paths)
    await readLines(path, mark === null ? null : [mark], (line) => {
      const data = dataOf(line)
      if (!isRecord(data) || !isOf(data, subject)) return
      replies.add(data)
      withEvents.add(path)
    })
  const isForgotten = forgottenLine(subject, replies)
  const { quotes } = replies
  const texts = mark === null || quotes.length > MOST_TEXTS ? null : [mark, '"judgement"', ...quotes]
  const found: [string, number][] = []
  for (const path of paths) {
    let count = 0
    await readLines(path, texts, (line) => {
      if (isForgotten(line)) count += 1
    })
    if (count > 0) found.push([path, count])
  }
  const order = found.sort(([a], [b]) => Number(withEvents.has(a)) - Number(withEvents.has(b)))
  return { replies, files: new Map(order) }
}

/** Decides for each line of a log whether it belongs to the conversation. A later judgement has the id of its message only. */
export function forgottenLine(subject: Subject, replies: ForgottenReplies): (line: string) => boolean {
  const { quotes } = replies
  const isDamagedOf = (line: string) => subject.isNamedIn(line) || quotes.some((quote) => line.includes(quote))
  return (line) => {
    if (line === '') return false
    const data = dataOf(line)
    if (!isRecord(data)) return isDamagedOf(line)
    if (isOf(data, subject)) return true
    if (replies.hasMessage(data['msg_id'])) return !('conv_id' in data)
    // Not an event: it may have the id and the texts under any name.
    return !('conv_id' in data || 'event_type' in data) && isDamagedOf(line)
  }
}

/** Whether an event has the id of the conversation, or a migrated event had it. */
function isOf({ conv_id, run_id, original }: Record<string, unknown>, subject: Subject): boolean {
  return subject.has(conv_id, run_id) || (isRecord(original) && subject.has(original['conv_id']))
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
