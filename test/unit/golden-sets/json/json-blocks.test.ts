import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonOf } from '../../../../src/goldens/json/json-blocks.ts'

const fence = (body: string, language = '') => `\`\`\`${language}\n${body}\n\`\`\``

test.for<[name: string, reply: string, value: unknown]>([
  ['alone', ' [1] ', [1]],
  ['in a fence between prose', `Sure.\n\n${fence('{"a": 1}', 'json')}\n\nAnything else?`, { a: 1 }],
  ['in a fence without a language', fence('{"a": 1}'), { a: 1 }],
  ['after a block of shell', `${fence('npm i x', 'sh')}\nResult:\n${fence('{"a": 1}', 'json')}`, { a: 1 }],
  ['before a block of Python', `${fence('[true]')}\n${fence('print(1)', 'python')}`, [true]],
  ['beside output that happens to be JSON', `${fence('{"a": 1}', 'json')}\nIt prints\n${fence('3')}`, { a: 1 }],
  ['in a block of JSON with comments', `${fence('{"a": 1}', 'jsonc')}\n${fence('3')}`, { a: 1 }],
  ['without a language, beside JavaScript', `${fence('1', 'js')}\n${fence('2')}`, 2],
  ['in upper case, beside output', `${fence('1', 'JSON')}\n${fence('2')}`, 1],
  ['behind a space', `${fence('1', ' json')}\n${fence('2')}`, 1],
  ['on one line in upper case', '```JSON {"a": 1}```', { a: 1 }],
  ['with ">" in a quotation', '> ```json\n> {"a": "b > c"}\n> ```', { a: 'b > c' }],
  ['in a block of JavaScript', fence('{"a": 1}', 'js'), { a: 1 }],
  ['in upper case, with an attribute', fence('{"a": 1}', 'JSON title="x"'), { a: 1 }],
  ['in a fence of tildes', '~~~json\n{"a": "```"}\n~~~', { a: '```' }],
  ['in a longer fence', '````json\n{"a": "b"}\n````', { a: 'b' }],
  ['in a list', '1. Here:\n   ```json\n   {"a": 1}\n   ```', { a: 1 }],
  ['with the fence behind the last line', '```json\n{"a": 1}```', { a: 1 }],
  ['on one line', '```json {"a": 1} ```', { a: 1 }],
  ['in a fence that is never closed', 'Here:\n```json\n{"a": 1}\n', { a: 1 }],
  ['with Windows line ends', '```json\r\n{"a": 1}\r\n```\r\n', { a: 1 }],
  ['a text that is a fence', '```json\n{"a": "```js\\nx\\n```"}\n```', { a: '```js\nx\n```' }],
])('reads JSON %s', ([, reply, value]) => {
  expect(jsonOf(reply)).toEqual({ value })
})

test.for<[reply: string, problem: string]>([
  ['Here: {"a": 1}', 'no JSON'],
  [fence('{a: 1}', 'json'), 'a fenced block that is not JSON'],
  [`${fence('{a: 1}', 'json')}\n${fence('3')}`, 'a fenced block that is not JSON'],
  [`${fence('ls', 'sh')}\n${fence('x = 1', 'py')}`, 'no fenced block that is JSON'],
  [`${fence('1', 'json')}\n${fence('2', 'json')}`, 'several fenced blocks of JSON (2), expected one'],
  [`${fence('1')}\n${fence('1')}`, 'several fenced blocks of JSON (2), expected one'],
  [`${fence('1')}\n${fence('2')}\n${fence('3', 'js')}`, 'several fenced blocks of JSON (2), expected one'],
  ['Use ```json {"a": 1} ```', 'no JSON'],
  ['```{"a": 1}``` is it', 'no JSON'],
  ['```json5 ```', 'a fenced block that is not JSON'],
  ['```json\n> 1\n```', 'a fenced block that is not JSON'],
  [fence(''), 'a fenced block that is not JSON'],
])('reads no JSON in %j', ([reply, problem]) => {
  expect(jsonOf(reply)).toEqual({ problem })
})

test('reads any JSON in a fence, whatever stands around it', () => {
  const prose = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll(/[`~]/g, ''))
  fc.assert(
    fc.property(fc.json(), prose, prose, fc.constantFrom('', 'json'), (json, before, after, language) => {
      expect(jsonOf(`x${before}\n${fence(json, language)}\n${after}`)).toEqual({ value: JSON.parse(json) as unknown })
    }),
  )
})

test.for([['`'.repeat(1_000_000)], ['```\n'.repeat(250_000)], ['``` ` '.repeat(150_000)], ['>'.repeat(1_000_000)]])(
  'comes to an end on a hostile reply',
  ([reply]) => {
    expect(jsonOf(String(reply))).toHaveProperty('problem')
  },
)

test.each([
  ['\ufeff{"n": 1}'],
  ['\u200b\ufeff{"n": 1}\u200b\u200b'],
  ['* ```json\n  {"n": 1}\n  ```'],
  ['+ ```json\n  {"n": 1}\n  ```'],
  ['100. ```json\n  {"n": 1}\n  ```'],
  ['\u200b{"n": 1}\u200b'],
  ['> ```json\n> {"n": 1}\n> ```'],
  ['> > ```\n> > {\n> >   "n": 1\n> > }\n> > ```'],
  ['- ```json\n  {"n": 1}\n  ```'],
  ['2. ```json\n   {"n": 1}\n   ```'],
])('reads a value in quotes, in list items and behind invisible characters: %j', (reply) => {
  expect(jsonOf(reply)).toEqual({ value: { n: 1 } })
})
