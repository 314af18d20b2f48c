import { expect, test, vi } from 'vitest'
import { JudgedReply } from '../../../../../plugin/worker/suite/judged-reply.ts'
import { sampleEvent } from '../../../../fixtures/sample-event.ts'

test('a late judgement has the time of the system, whatever the date of the test', () => {
  const before = new Date().toISOString()
  vi.useFakeTimers({ now: 0 })
  try {
    const reply = new JudgedReply(sampleEvent({ verdict: 'unjudged' }))
    expect(reply.write()).toMatchObject([{ event_type: 'response', verdict: 'unjudged' }])
    reply.judge({ verdict: 'fail', by: 'toAnswer', why: 'to contain "5"' })
    const [judgement, ...others] = reply.write()
    expect(others).toEqual([])
    expect(judgement).toMatchObject({ event_type: 'judgement', verdict: 'fail', judged_by: 'toAnswer' })
    expect(judgement?.ts && judgement.ts >= before).toBe(true)
    expect(reply.write()).toEqual([])
  } finally {
    vi.useRealTimers()
  }
})

test.each([
  [{ finish: 'content_filter' as const }, "the server's content filter cut the reply off"],
  [{ finish: 'tool_calls' as const }, 'the model called a tool instead of ending its answer'],
  [{ reply: '<|eot_id|>' }, 'the reply contains only special tokens: <|eot_id|>'],
])('a reply with %j fails although its test passes', (facts, why) => {
  const reply = new JudgedReply(sampleEvent({ verdict: 'unjudged', ...facts }))
  reply.judge({ verdict: 'pass', by: 'test' })
  expect(reply.event).toMatchObject({ verdict: 'fail', judged_by: 'test', why })
})
