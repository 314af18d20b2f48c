import { expect, test } from 'vitest'
import { liveMessageIn } from '../../../src/dashboard/page/live-message.ts'

test('rejects a message of another program', () => {
  for (const data of ['not JSON', 'null', '[]', '"hello"', '{"type":"other"}', '', '{"type":"hello"'])
    expect(liveMessageIn(data), data).toBe(null)
  const hello = { type: 'hello', version: '0.1.0', startedAt: 0 }
  expect(liveMessageIn(JSON.stringify(hello))).toEqual(hello)
})
