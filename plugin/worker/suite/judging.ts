import type { Golden, ResponseEvent, UnmeasuredEvent } from '../../../schemas/generated/provenance.ts'
import type { Judgement } from '../../../src/provenance/judgement.ts'
import type { Answer } from './ask-types.ts'
import type { Ending } from './ending.ts'
import { JudgedReply } from './judged-reply.ts'

/** The record of one question: a reply with its verdict, or the event of a question without a reply. */
export type QuestionRecord = JudgedReply | UnmeasuredEvent

const replies = new WeakMap<Answer, JudgedReply>()

/** Links an answer to its record, so that matchers find the record. */
export function linkJudgedReply(answer: Answer, reply: JudgedReply): void {
  replies.set(answer, reply)
}

/** The record of an answer, for matchers to judge; undefined for any other value. */
export function judgedReplyOf(answer: unknown): JudgedReply | undefined {
  return typeof answer === 'object' && answer !== null ? replies.get(answer as Answer) : undefined
}

/** The event of a record, with the current verdict. */
export function eventIn(record: QuestionRecord): ResponseEvent | UnmeasuredEvent {
  return record instanceof JudgedReply ? record.event : record
}

/**
 * Judges the replies of a test that has ended. A reply that was not judged gets the verdict of its test. Where the test of
 * a golden failed, the last reply of the golden fails too, even if a matcher accepted it. `golden`: the golden that the
 * record counts for.
 */
export function judgeByEnd(
  records: readonly { record: QuestionRecord; golden: Pick<Golden, 'set' | 'id'> | undefined }[],
  ending: Ending,
): void {
  if (ending.kind === 'unknown') return
  if (ending.kind === 'passed') {
    for (const { record } of records)
      if (record instanceof JudgedReply && record.verdict === 'unjudged') record.judge({ verdict: 'pass', by: 'test' })
    return
  }
  const judgement: Judgement = { verdict: 'fail', by: 'test', why: ending.why }
  const keyOf = (golden: Pick<Golden, 'set' | 'id'>) => JSON.stringify([golden.set, golden.id])
  const last = new Map(records.flatMap(({ record, golden }) => (golden ? [[keyOf(golden), record] as const] : [])))
  for (const { record, golden } of records) {
    if (!(record instanceof JudgedReply)) continue
    const counts = golden !== undefined && last.get(keyOf(golden)) === record
    if (record.verdict === 'unjudged' || counts) record.judge(judgement)
  }
}
