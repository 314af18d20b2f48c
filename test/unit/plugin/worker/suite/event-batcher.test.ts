import { expect, test } from 'vitest'
import { EventBatcher } from '../../../../../plugin/worker/suite/event-batcher.ts'
import { JudgedReply } from '../../../../../plugin/worker/suite/judged-reply.ts'
import { sampleEvent } from '../../../../fixtures/sample-event.ts'

test('counts a reply once for a batch, however often its verdict changes', async ({ task }) => {
  const batcher = new EventBatcher()
  for (let number = 0; number < 120; number += 1) {
    const response = sampleEvent({ verdict: 'unjudged', msg_id: `m${number}` })
    const reply = new JudgedReply(response, (changed) => batcher.put(changed, task))
    batcher.put(reply, task)
    reply.judge({ verdict: 'pass', by: 'toAnswer' })
    reply.judge({ verdict: 'fail', by: 'toAnswer', why: 'to contain "5"' })
  }
  await batcher.close()
  const sizes = task.artifacts.map((artifact) => (artifact.type === 'aios:replies' ? artifact.replies.length : 0))
  // The reply that completes a batch waits for its verdict.
  expect(sizes).toEqual([49, 50, 21])
})
