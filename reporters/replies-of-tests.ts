import type { TestCase, TestModule } from 'vitest/node'
import type { ResponseEvent, UnmeasuredEvent } from '../schemas/generated/provenance.ts'
import { judged } from '../src/provenance/judgement.ts'
import { eventOf } from './sent-event.ts'
import './task-data.ts'

/** The replies of a test, in the order of its questions, with the last verdicts. */
export interface RepliesOfTest {
  test: TestCase
  events: (ResponseEvent | UnmeasuredEvent)[]
}

/**
 * The replies of a module by test. Replies to a golden belong to the golden's own test, also where another test asked
 * again. Replies of hypotheses are left out, as the card of the hypothesis shows its finding.
 */
export function repliesOf(module: TestModule): RepliesOfTest[] {
  const tests = [...module.children.allTests()]
  const sent = tests
    .flatMap((test) => test.artifacts())
    .flatMap((artifact) =>
      artifact.type === 'aios:replies'
        ? artifact.replies.map((sent) => ({ event: eventOf(sent), test: sent.test }))
        : [],
    )
  const asking = new Map(sent.map(({ event, test }) => [event.msg_id, test]))
  const byId = new Map(tests.map((test) => [test.id, test]))
  const byGolden = new Map(tests.map((test) => [placeOf(test), test]))
  const byTest = Map.groupBy(
    judged(sent.map(({ event }) => event)).filter(({ hypothesis }) => hypothesis === undefined),
    ({ golden, msg_id }) =>
      (golden && byGolden.get(keyOf(golden.set, golden.id))) ?? byId.get(asking.get(msg_id) ?? ''),
  )
  return [...byTest].flatMap(([test, events]) => (test === undefined ? [] : [{ test, events }]))
}

/** The golden that the test of a question belongs to. */
function placeOf({ name, parent }: TestCase): string {
  return keyOf(parent.type === 'suite' ? (parent.meta().aiosSet?.set ?? parent.name) : '', name)
}

function keyOf(set: string, golden: string): string {
  return JSON.stringify([set, golden])
}
