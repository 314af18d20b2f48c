import { expect, test } from 'vitest'
import { fileStore, redisStore } from '../../../../src/router/index.ts'

test.each([
  [{ wran: () => {} }, 'router: fileStore({ ... }): unknown option "wran"; did you mean "warn"? Options: warn'],
  [{ warn: 'stderr' }, 'router: fileStore({ warn }) must be a function, got "stderr"'],
  [null, 'router: fileStore({ ... }) must be an object, got null'],
])('a file store rejects %j', (options, message) => {
  expect(() => fileStore('state.json', options as never)).toThrow(new RangeError(message))
})

test.each([
  [{ name: 'a{b}' }, 'router: redisStore({ name }) must be a non-empty string without braces, got "a{b}"'],
  [{ name: '' }, 'router: redisStore({ name }) must be a non-empty string without braces, got ""'],
  [{ key: 'a' }, 'router: redisStore({ ... }): unknown option "key". Options: name, warn'],
])('a Redis store rejects %j', (options, message) => {
  expect(() => redisStore('redis://127.0.0.1:1', options as never)).toThrow(new RangeError(message))
})
