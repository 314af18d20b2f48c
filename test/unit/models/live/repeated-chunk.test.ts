import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { FrameLearner } from '../../../../src/models/live/repeated-chunk.ts'
import { Listener } from '../../../../src/models/live/listener.ts'

/** What a listener makes of a stream in pieces. */
function listened(stream: string, cuts: readonly number[] = []) {
  const bytes = Buffer.from(stream)
  const places = cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b)
  const listener = new Listener()
  for (const [index, from] of [0, ...places].entries())
    listener.take(bytes.subarray(from, places[index] ?? bytes.length), index)
  listener.end(places.length)
  const { accumulator, done } = listener
  const { text, reasoning, finish, broken, late, models, tokens, chunks, whole, toolCalled, silent } = accumulator
  const other = [...accumulator.otherParts]
  const reply = { text, reasoning, finish, broken, late, models, tokens, chunks, whole, other, toolCalled, silent }
  return { ...reply, done, fault: listener.fault('text/event-stream') }
}

/** Data of events, where no two in a row have the same text around their content, so that each is parsed as a whole. */
const apart = (data: readonly string[]) => data.map((each, index) => (index % 2 === 0 ? each : `${each} `))
const stream = (data: readonly string[], end = '\n\n') => data.map((each) => `data: ${each}${end}`).join('')

const whole = (delta: object, more: object = {}, choice: object = {}) =>
  JSON.stringify({ id: 'x', model: 'm', ...more, choices: [{ index: 0, delta, finish_reason: null, ...choice }] })

const piece = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('\n', '"', '\\', '"content":"', '}]}'),
)
const chunk = fc.oneof(
  { weight: 20, arbitrary: piece.map((content) => whole({ role: 'assistant', content })) },
  { weight: 5, arbitrary: piece.map((content) => whole({ content })) },
  piece.map((content) => whole({ content, reasoning_content: content })),
  piece.map((content) => whole({ content, refusal: 'no' })),
  piece.map((content) => whole({ content, tool_calls: null })),
  piece.map((content) => whole({ content, tool_calls: [{ id: 'a' }] })),
  piece.map((content) => whole({ content }, { content })),
  piece.map((content) => whole({ content }, { usage: { completion_tokens: content.length } })),
  piece.map((content) => whole({ content }, { model: content })),
  piece.map((content) => whole({ content }, { error: content })),
  piece.map((content) => whole({ content }, {}, { finish_reason: 'stop' })),
  piece.map((content) => whole({ content }, {}, { index: 1 })),
  piece.map((content) => whole({ content }, {}, { text: content })),
  piece.map((content) => whole({ content: [{ type: 'text', text: content }, { type: 'image' }] })),
  piece.map((content) => whole({ content }).replace('"content":', '"content": ')),
  piece.map((content) => whole({ content }).replace('{"content":', '{"content":"first","content":')),
  piece.map((content) => whole({ content }).replace('"delta":', '"delta":{"content":"first"},"delta":')),
  piece.map((content) => whole({ content }).replace(/\}$/, ',"choices":[]}')),
  piece.map((content) => whole({ content }).replace('","', '","extra')),
  fc.constantFrom(
    '[DONE]',
    'null',
    '{}',
    '{"choices":[]}',
    '{"content":"x"}',
    whole({}, {}, { finish_reason: 'stop' }),
  ),
)
// A server repeats the form of its chunks.
const data = fc
  .array(fc.tuple(chunk, fc.integer({ min: 1, max: 4 })))
  .map((runs) => runs.flatMap(([each, times]) => Array.from({ length: times }, () => each)))
const cuts = fc.uniqueArray(fc.nat(5_000), { maxLength: 8 })

test('knows the third chunk of a form by its frame', () => {
  const learner = new FrameLearner()
  expect(learner.learn(whole({ content: 'The' }))).toBeNull()
  const frame = learner.learn(whole({ content: ' answer' }))
  expect(whole({ content: ' is' })).toBe(`${frame?.before} is${frame?.after}`)
})

test('reads chunks that differ only in their content like any other', () => {
  fc.assert(
    fc.property(data, (drawn) => {
      expect(listened(stream(drawn))).toEqual(listened(stream(apart(drawn))))
    }),
    { numRuns: 500 },
  )
})

test('reads chunks with different contents like any other', () => {
  const contents = fc.array(piece, { minLength: 3 })
  const form = fc.constantFrom<(content: string) => string>(
    (content) => whole({ role: 'assistant', content }),
    (content) => whole({ content }, { usage: null }, { logprobs: null }),
    (content) => whole({ content, reasoning_content: 'so' }),
    (content) => whole({ content, tool_calls: [{ id: 'a' }] }),
    (content) => whole({ content }, { usage: { completion_tokens: 3 } }),
    (content) => whole({ content }, {}, { index: 1 }),
    (content) => whole({ content }, {}, { text: 'also' }),
    (content) => whole({ content }, { content: 'also' }),
    (content) => whole({ content: 'aios probe 7f3a9c' }, { content }),
    (content) =>
      JSON.stringify({ model: 'm', choices: [{ delta: { content } }, { index: 1, delta: { content: 'b' } }] }),
  )
  fc.assert(
    fc.property(form, contents, fc.constantFrom('\n\n', '\r\n\r\n', '\n: ping\n\n'), (make, drawn, end) => {
      const made = [...drawn.map(make), whole({}, {}, { finish_reason: 'stop' }), '[DONE]']
      expect(listened(stream(made, end))).toEqual(listened(stream(apart(made), end)))
    }),
    { numRuns: 500 },
  )
})

test('reads damaged chunks like any other', () => {
  const damage = fc.record({
    index: fc.nat(20),
    place: fc.nat(120),
    inserted: fc.constantFrom('', '"', '\\', '\n', '\r', '\n\n', '{', '\0', '\nevent: error\n', '\n\nerror: no\n\n'),
  })
  fc.assert(
    fc.property(fc.array(piece, { minLength: 4 }), damage, (contents, { index, place, inserted }) => {
      const made = contents.map((content) => whole({ content }))
      const at = index % made.length
      made[at] = `${made[at]?.slice(0, place)}${inserted}${made[at]?.slice(place + 1)}`
      expect(listened(stream(made))).toEqual(listened(stream(apart(made))))
    }),
    { numRuns: 500 },
  )
})

test('reads a stream the same, however it is split', () => {
  fc.assert(
    fc.property(data, cuts, (drawn, places) => {
      expect(listened(stream(drawn), places)).toEqual(listened(stream(drawn)))
    }),
    { numRuns: 300 },
  )
})
