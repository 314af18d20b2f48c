import { expect, test } from 'vitest'
import { redact } from '../../src/provenance/redaction.ts'

test.each([
  ['key sk-lm-abcdefgh:12345678901234567890.', 'key [redacted].'],
  ['key sk-proj-a1b2c3d4e5f6', 'key [redacted]'],
  ['Authorization: Bearer eyJhbGciOi.J9-x_1', 'Authorization: Bearer [redacted]'],
  ['http://user:pass@host/v1', 'http://[redacted]@host/v1'],
])('%s', (text, clean) => {
  expect(redact(text, [])).toBe(clean)
})

test('a secret goes as it is, in a URL and in JSON', () => {
  const secret = 'pa"ss/wörd'
  const text = `${secret} ${encodeURIComponent(secret)} ${JSON.stringify({ secret })}`
  expect(redact(text, [secret])).toBe('[redacted] [redacted] {"secret":"[redacted]"}')
})

test.each([
  "using the 'Bearer' scheme",
  'a sk-learn pipeline',
  'the risk-averse',
  'Basic arithmetic',
  'see https://host:8080/a@b',
])('ordinary text stays: %s', (text) => {
  expect(redact(text, ['abc'])).toBe(text)
})
