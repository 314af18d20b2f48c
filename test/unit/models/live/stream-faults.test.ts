import { expect, test } from 'vitest'
import { readFinish } from '../../../../src/models/live/finish.ts'
import { Listener } from '../../../../src/models/live/listener.ts'

/** What is wrong with a stream of these events; null where it is a whole reply. */
function listened(events: readonly object[]): { fault: ReturnType<Listener['fault']>; text: string } {
  const listener = new Listener()
  const stream = events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('')
  listener.take(new TextEncoder().encode(stream), 0)
  listener.end(1)
  return { fault: listener.fault('text/event-stream'), text: listener.accumulator.text.kept }
}

const piece = (content: string, index?: number) => ({ model: 'm', choices: [{ index, delta: { content } }] })
const end = (finish: string, index?: number) => ({
  model: 'm',
  choices: [{ index, delta: {}, finish_reason: finish }],
})

test('takes the first choice alone, wherever it stands', () => {
  expect(listened([piece('Bern', 1), piece('Lyon', 0), end('stop', 1), end('length', 0)])).toEqual({
    fault: null,
    text: 'Lyon',
  })
  const both = {
    model: 'm',
    choices: [
      { index: 1, delta: { content: 'Bern' } },
      { index: 0, delta: { content: 'Lyon' }, finish_reason: 'stop' },
    ],
  }
  expect(listened([both])).toEqual({ fault: null, text: 'Lyon' })
})

test('does not take the end of another choice for the end of the first', () => {
  expect(listened([piece('Ly', 0), end('stop', 1)]).fault).toMatchObject({ kind: 'stream', fault: 'stream_cut' })
})

test('takes a choice without an index for the first', () => {
  expect(listened([piece('Lyon'), end('stop')])).toEqual({ fault: null, text: 'Lyon' })
})

test.each<[string, object]>([
  ['in a delta', { model: 'm', choices: [{ index: 0, delta: { content: 'on', error: { message: 'lost the GPU' } } }] }],
  ['in another choice', { model: 'm', choices: [{ index: 1, error: { message: 'lost the GPU' } }] }],
  ['with a numeric code and other words', { code: 503, msg: 'lost the GPU' }],
  ['as a success that is false', { success: false, reason: 'lost the GPU' }],
])('reads an error %s', (_, event) => {
  expect(listened([piece('Ly', 0), event, end('stop', 0)]).fault).toMatchObject({
    kind: 'error_event',
    error: { message: 'lost the GPU' },
  })
})

test.each<object>([
  { status: 'processing', msg: 'one moment' },
  { success: true, msg: 'accepted' },
  { code: 200, msg: 'fine' },
])('takes %j for no error', (event) => {
  expect(listened([event, piece('Lyon', 0), end('stop', 0)]).fault).toBeNull()
})

test.each([
  ['eosFound', 'stop', false],
  ['stopStringFound', 'stop', false],
  ['maxPredictedTokensReached', 'length', false],
  ['contextLengthReached', 'length', true],
  ['<|im_end|>', 'stop', false],
])('reads the finish reason %s', (word, finish, contextFull) => {
  expect(readFinish(word)).toEqual({ kind: 'complete', finish, word, contextFull })
})

test.each(['userStopped', 'modelUnloaded', 'failed'])('does not take %s for an end', (word) => {
  expect(readFinish(word)).toEqual({ kind: 'broken', word })
})
