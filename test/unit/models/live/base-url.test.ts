import { expect, test } from 'vitest'
import { serverAddresses } from '../../../../src/models/live/base-url.ts'

const bases = (text: string) => serverAddresses(text).map(({ base }) => base)

test.each<[string, string[]]>([
  ['http://127.0.0.1:1234', ['http://127.0.0.1:1234/v1', 'http://127.0.0.1:1234']],
  ['http://127.0.0.1:1234/', ['http://127.0.0.1:1234/v1', 'http://127.0.0.1:1234']],
  ['http://127.0.0.1:1234/v1', ['http://127.0.0.1:1234/v1']],
  ['http://127.0.0.1:1234/v1/', ['http://127.0.0.1:1234/v1']],
  ['http://127.0.0.1:1234/v1/chat/completions', ['http://127.0.0.1:1234/v1']],
  ['http://127.0.0.1:1234/v1/models', ['http://127.0.0.1:1234/v1']],
  [' http://127.0.0.1:1234//v1// ', ['http://127.0.0.1:1234/v1']],
  ['http://127.0.0.1:1234/api/v0', ['http://127.0.0.1:1234/api/v0', 'http://127.0.0.1:1234/v1']],
  ['http://127.0.0.1:1234/api/v1/models', ['http://127.0.0.1:1234/api/v1', 'http://127.0.0.1:1234/v1']],
  ['http://host/api', ['http://host/api', 'http://host/api/v1', 'http://host/v1']],
  ['https://host/llm/v1', ['https://host/llm/v1']],
  ['https://host/openai/v1/', ['https://host/openai/v1']],
  ['https://host/v1beta/openai', ['https://host/v1beta/openai', 'https://host/v1beta/openai/v1']],
  ['https://host/api/paas/v4', ['https://host/api/paas/v4']],
  ['https://host/some/path/', ['https://host/some/path', 'https://host/some/path/v1']],
])('tries %s as given, then the forms that it can mean', (text, expected) => {
  expect(bases(text)).toEqual(expected)
})

test("keeps a proxy's path as the root of the server's own pages, and a query", () => {
  expect(serverAddresses('https://host/llm/v1?api-version=2024-10-21')).toEqual([
    { root: 'https://host/llm', base: 'https://host/llm/v1', query: '?api-version=2024-10-21' },
  ])
})

test.each(['127.0.0.1:1234', 'ftp://host', 'localhost'])('rejects %s', (text) => {
  expect(() => serverAddresses(text)).toThrow(TypeError)
})
