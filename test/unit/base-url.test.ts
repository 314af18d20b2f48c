import { expect, test } from 'vitest'
import { serverAddress } from '../../src/models/live/base-url.ts'

test.each([
  'http://127.0.0.1:1234',
  'http://127.0.0.1:1234/',
  'http://127.0.0.1:1234/v1',
  'http://127.0.0.1:1234/v1/',
  'http://127.0.0.1:1234/v1/chat/completions',
  'http://127.0.0.1:1234/v1/models',
  'http://127.0.0.1:1234/api/v0',
  'http://127.0.0.1:1234/api/v1/models',
  ' http://127.0.0.1:1234//v1// ',
])('%s', (text) => {
  expect(serverAddress(text)).toEqual({ root: 'http://127.0.0.1:1234', v1: 'http://127.0.0.1:1234/v1' })
})

test("a proxy's path stays", () => {
  expect(serverAddress('https://host/llm/v1')).toEqual({ root: 'https://host/llm', v1: 'https://host/llm/v1' })
})

test.each(['127.0.0.1:1234', 'ftp://host', 'localhost'])('%s is no address', (text) => {
  expect(() => serverAddress(text)).toThrow(TypeError)
})
