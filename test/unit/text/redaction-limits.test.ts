import { describe, expect, test } from 'vitest'
import { redact, withoutSecrets } from '../../../src/text/redaction.ts'

/** Letters and digits of a token, put together here so that no scanner takes this file for a leak. */
const rest = (length: number) => 'a1B2c3D4e5F6g7H8'.repeat(20).slice(0, length)
const isRedacted = (text: string) => redact(text, []) !== text

describe('a known secret', () => {
  test.each([
    ['abc', false],
    ['abcd', true],
    ['abcde', true],
  ])('of the length of "%s" is left out: %s', (secret, leftOut) => {
    expect(withoutSecrets(`x ${secret} y`, [secret])).toBe(leftOut ? 'x [redacted] y' : `x ${secret} y`)
  })

  test('is left out by its longest form, so that nothing remains of it', () => {
    expect(withoutSecrets('a%20b%20c and a b c', ['a b c'])).toBe('[redacted] and [redacted]')
    const quoted = String.raw`pa"ss\word`
    expect(withoutSecrets(JSON.stringify({ quoted }), [quoted])).toBe('{"quoted":"[redacted]"}')
    expect(withoutSecrets('the key is k1k1k1 or k1k1', ['k1k1', 'k1k1k1'])).not.toMatch(/k1/)
  })

  test('is left out in base64 and hexadecimal from eight bytes on', () => {
    for (const encoding of ['base64', 'hex'] as const) {
      const encoded = (secret: string) => Buffer.from(secret).toString(encoding)
      expect(withoutSecrets(encoded('1234567'), ['1234567'])).toBe(encoded('1234567'))
      expect(withoutSecrets(encoded('12345678'), ['12345678'])).toContain('[redacted]')
    }
    expect(withoutSecrets(Buffer.from('secret/key').toString('hex').toUpperCase(), ['secret/key'])).toBe('[redacted]')
  })

  test('is left out of base64 wherever it begins, with no more of its bits around than its neighbours share', () => {
    const secret = 'correct horse battery'
    for (const before of ['', 'u', 'us', 'user:'])
      for (const after of ['', 'x', 'xy', 'xyz']) {
        const encoded = Buffer.from(before + secret + after).toString('base64')
        const left = withoutSecrets(encoded, [secret])
        const [start = '', end = ''] = left.split('[redacted]')
        expect(left).toContain('[redacted]')
        // At most the character at either end that also encodes a neighbour, and the neighbours themselves.
        expect(start.length).toBe(Math.ceil((before.length * 8) / 6))
        expect(end.length).toBe(encoded.length - Math.floor(((before.length + secret.length) * 8) / 6))
      }
    const url = Buffer.from('??>>??>>??>>').toString('base64url')
    expect(withoutSecrets(url, ['??>>??>>??>>'])).toBe('[redacted]')
  })

  test('is the same in every text, one after the other', () => {
    for (const text of ['a secretkey b', 'c secretkey d', 'none'])
      expect(withoutSecrets(text, ['secretkey'])).toBe(text.replace('secretkey', '[redacted]'))
  })
})

describe('a text that looks like a credential', () => {
  test.each([
    ['a key of eight characters', `sk-${rest(8)}`, true],
    ['a key of seven characters', `sk-${rest(7)}`, false],
    ['a key without a digit', 'sk-abcdefghij', false],
    ['a key in a word', `risk-${rest(20)}`, false],
    ['a JSON Web Token without a third part', `eyJ${rest(20)}.${rest(20)}`, false],
    ['a JSON Web Token with a short header', `eyJ${rest(5)}.${rest(2)}.${rest(2)}`, true],
    ['a JSON Web Token with too short a header', `eyJ${rest(4)}.${rest(2)}.${rest(2)}`, false],
    ['a bearer token of eight characters', `Bearer ${rest(8)}`, true],
    ['a bearer token of seven characters', `Bearer ${rest(7)}`, false],
    ['a bearer token in capitals', `BEARER ${rest(20)}`, true],
    ['a bearer word without a digit', 'Bearer certificates', false],
    ['an encoded word with padding', 'Basic abcdefgh==', true],
    ['a token behind several spaces', `Bearer   ${rest(20)}`, true],
    ['a word that ends in Bearer', `forBearer ${rest(20)}`, false],
    ['a password in a URL', 'https://a:b@host', true],
    ['a URL with a port', 'https://host:80/a@b', false],
    ['a URL with a long user', `https://${rest(256)}:p@host`, true],
    ['a query of eight characters', 'https://h/?key=abcdefgh', true],
    ['a query of seven characters', 'https://h/?key=abcdefg', false],
    ['a query in capitals', 'https://h/?TOKEN=abcdefgh', true],
    ['an assignment of twelve characters', `secret=${rest(12)}`, true],
    ['an assignment of eleven characters', `secret=${rest(11)}`, false],
    ['an assignment in capitals', `API_KEY=${rest(20)}`, true],
    ['an assignment with spaces', `secret        =        ${rest(20)}`, true],
    ['an assignment without a digit', 'secret=correct-horses', false],
    ['an assignment without a letter', 'secret=123456789012345', false],
    ['an assignment that ends in digits', `secret=${rest(8)}123456789012`, true],
    ['a password of six characters', 'password=abcde1', true],
    ['a password of five characters', 'password=abcd1', false],
    ['a password without a digit', 'password=correct-horses', false],
    ['a password without a letter', 'password=123456', true],
  ])('%s: %s', (_, text, redacted) => {
    expect(isRedacted(text)).toBe(redacted)
  })

  test('leaves what stands around it', () => {
    expect(redact(`Bearer ${rest(9)}, bearer ${rest(9)}==.`, [])).toBe('Bearer [redacted], bearer [redacted].')
    expect(redact(`a=1&sig=${rest(9)}&b=2 ?key=${rest(9)}&sig=${rest(9)}`, [])).toBe(
      'a=1&sig=[redacted]&b=2 ?key=[redacted]&sig=[redacted]',
    )
    expect(redact(`sk-${rest(20)} sk-${rest(20)}`, [])).toBe('[redacted] [redacted]')
  })
})
