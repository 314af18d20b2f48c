import { isRecord } from '../../is-record.ts'
import type { ForgottenReplies } from '../../provenance/forget/replies.ts'
import { digestOf } from '../../provenance/results/golden-results.ts'
import type { Subject } from '../../provenance/subject.ts'
import { cutText } from '../../text/printable.ts'
import { REPLY_LENGTH } from '../baseline/update.ts'

/** What is removed: a conversation, and its replies in the log. */
export interface Forgotten {
  subject: Subject
  replies: ForgottenReplies
}

/** A file's data without the entries of a conversation. */
export interface Remaining {
  data: unknown
  removed: number
}

/** A baseline, current or of the runbook's system, without the goldens that hold one of the replies. */
export function withoutGoldens(data: unknown, forgotten: Forgotten): Remaining {
  const { replies } = forgotten
  if (!isRecord(data)) return { data, removed: 0 }
  const holds = holderOf(replies)
  let removed = 0
  const { tests, sets } = data
  if (Array.isArray(tests)) {
    const kept = tests.filter(
      (test) => !(isRecord(test) && holds(String(test['id']), [test['response'], test['question']])),
    )
    return { data: { ...data, tests: kept }, removed: tests.length - kept.length }
  }
  if (!isRecord(sets)) return { data, removed }
  // What a migration set aside of the runbook's baseline.
  const original = withoutEntries(data['original'], forgotten)
  removed += original.removed
  const left = Object.entries(sets).flatMap(([name, set]) => {
    if (!isRecord(set) || !isRecord(set['goldens'])) return [[name, set] as const]
    const goldens = Object.entries(set['goldens'])
    const kept = goldens.filter(
      ([id, golden]) => !(isRecord(golden) && holds(id, [golden['reply'], golden['digests']].flat())),
    )
    removed += goldens.length - kept.length
    return kept.length === 0 && goldens.length > 0
      ? []
      : [[name, { ...set, goldens: Object.fromEntries(kept) }] as const]
  })
  const kept = { ...data, sets: Object.fromEntries(left) }
  return { data: original.removed === 0 ? kept : { ...kept, original: original.data }, removed }
}

/** A baseline has the first characters of a reply, and digests of the replies of all repeats. */
function holderOf(replies: ForgottenReplies): (golden: string, texts: readonly unknown[]) => boolean {
  const keyOf = (golden: string, text: unknown) => JSON.stringify([golden, text])
  const keys = new Set<string>()
  for (const [text, goldens] of replies.texts)
    for (const golden of goldens) {
      if (golden === null) continue
      keys.add(keyOf(golden, cutText(text, REPLY_LENGTH)))
      keys.add(keyOf(golden, text))
      keys.add(keyOf(golden, digestOf(text)))
    }
  return (golden, texts) => texts.some((each) => keys.has(keyOf(golden, each)))
}

/** Whether the entry of a cassette holds one of the questions or replies. */
export function isForgottenRecording(entry: unknown, { replies }: Forgotten): boolean {
  if (!isRecord(entry)) return false
  const golden = String(entry['golden'])
  return [entry['messages'], entry['replies']]
    .flat()
    .some(
      (each) =>
        isRecord(each) &&
        [each['content'], each['text'], each['reasoning']].some((text) => replies.hasText(text, golden)),
    )
}

/** Keys of texts that come from a conversation. */
const TEXTS = new Set(['reply', 'response', 'text', 'question', 'evidence', 'reasoning', 'content', 'why'])

/** A report or comparison without the entries that name the conversation, one of its messages or one of its texts. */
export function withoutEntries(data: unknown, forgotten: Forgotten): Remaining {
  let removed = 0
  function without(value: unknown): unknown {
    if (Array.isArray(value)) {
      const kept = value.filter((each) => !isOf(each, forgotten))
      removed += value.length - kept.length
      return kept.map(without)
    }
    if (!isRecord(value)) return value
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, without(each)]))
  }
  return { data: without(data), removed }
}

function isOf(entry: unknown, { subject, replies }: Forgotten): boolean {
  if (!isRecord(entry)) return false
  const { conv_id, run_id, msg_id, id, golden } = entry
  if (subject.has(conv_id, run_id) || replies.hasMessage(msg_id)) return true
  const named = [id, golden].find((name) => typeof name === 'string')
  return Object.entries(entry).some(
    ([key, text]) =>
      typeof text === 'string' && TEXTS.has(key) && (replies.hasText(text, named) || subject.isMentionedIn(text)),
  )
}

/** A router state without the bucket of the conversation, wherever it has buckets of conversations. */
export function withoutBuckets(data: unknown, { subject }: Forgotten): Remaining {
  let removed = 0
  function without(value: unknown, name: string): unknown {
    if (Array.isArray(value)) return value.map((each) => without(each, name))
    if (!isRecord(value)) return value
    const entries = Object.entries(value).filter(([key]) => {
      // Without the run of an id, what is before the first colon may be one.
      const isForgotten = name === 'conversation_buckets' && subject.has(key, key.slice(0, key.indexOf(':')))
      if (isForgotten) removed += 1
      return !isForgotten
    })
    return Object.fromEntries(entries.map(([key, each]) => [key, without(each, key)]))
  }
  return { data: without(data, ''), removed }
}
