import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { withoutPersonalData } from '../../../src/text/personal-data.ts'

const only = (kind: 'emails' | 'phones' | 'cards') => (text: string) =>
  withoutPersonalData(text, { emails: false, phones: false, cards: false, [kind]: true })

describe('e-mail addresses', () => {
  const redact = only('emails')

  test.each([
    ['Write to ana.lima+shop@mail.example.co.uk.', 'Write to [redacted].'],
    ['<mailto:x_1@a-b.org>', '<mailto:[redacted]>'],
    ['"José Ñu" <josé@exämple.de>, b@c.io', '"José Ñu" <[redacted]>, [redacted]'],
    ["it's o'neil@example.ie's", "it's [redacted]'s"],
    ['"john doe"@example.com', '[redacted]'],
    ['root@[192.168.0.7]', '[redacted]'],
    ['https://h.example/?mail=ana%40mail.example&x=1', 'https://h.example/?mail=[redacted]&x=1'],
    ['me@xn--bcher-kva.xn--p1ai!', '[redacted]!'],
    [String.raw`{"to":"ana\u0040mail.example"}`, '{"to":"[redacted]"}'],
    ['ana&#64;mail.example', '[redacted]'],
    ['**ana@mail.example**, UPPER@MAIL.EXAMPLE', '**[redacted]**, [redacted]'],
  ])('%s', (text, clean) => {
    expect(redact(text)).toBe(clean)
  })

  test.each([
    'npm i vite@8.3.8',
    'an @mention',
    'a@b',
    'x @ y.com',
    'vitest@5.1.0-beta.1',
    '2 @ 3.50',
    'user@localhost',
  ])('keeps %s', (text) => {
    expect(redact(text)).toBe(text)
  })
})

describe('card numbers', () => {
  const redact = only('cards')

  test.each([
    ['Visa 4012888888881881.', 'Visa [redacted].'],
    ['4012 8888 8888 1881', '[redacted]'],
    ['4012-8888-8888-1881, exp 12/27', '[redacted], exp 12/27'],
    ['4012 8888 8888 1881 12 27', '[redacted] 12 27'],
    ['no. 17 5105 1051 0510 5100', 'no. 17 [redacted]'],
    ['3714 496353 98431', '[redacted]'],
    ['371449635398431', '[redacted]'],
    ['3056 930902 5904', '[redacted]'],
    ['4222222222222', '[redacted]'],
    ['3566-0020-2036-0505 and 6011000990139424', '[redacted] and [redacted]'],
    ['4012\u00a08888\u00a08888\u00a01881', '[redacted]'],
  ])('%s', (text, clean) => {
    expect(redact(text)).toBe(clean)
  })

  test.each([
    '4012888888881882',
    '4012 8888 8888 1882',
    '1234567812345670',
    '0000 0000 0000 0000',
    '1700000000000',
    '3.14159265358979',
    '4,012,888,888,881,881',
    '4 0 1 2 8 8 8 8 8 8 8 8 1 8 8 1',
    '40128888888818811111111',
    '1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16',
  ])('keeps %s', (text) => {
    expect(redact(text)).toBe(text)
  })

  test('needs the check digit of every card number', () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 12, maxLength: 17 })
    fc.assert(
      fc.property(digits, fc.integer({ min: 1, max: 9 }), (rest, off) => {
        const body = [4, ...rest]
        // The sum of Luhn's rule, computed from the table of doubled digits.
        const doubled = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9]
        const sum = body
          .toReversed()
          .reduce((all, digit, at) => all + (at % 2 === 0 ? (doubled[digit] ?? 0) : digit), 0)
        const check = (10 - (sum % 10)) % 10
        const wrong = [...body, (check + off) % 10].join('')
        expect(redact([...body, check].join(''))).toBe('[redacted]')
        expect(redact(wrong)).toBe(wrong)
      }),
    )
  })
})

describe('phone numbers', () => {
  const redact = only('phones')

  test.each([
    ['+49 30 901820', '[redacted]'],
    ['+4915112345678', '[redacted]'],
    ['Call +1 (415) 555-0132 now', 'Call [redacted] now'],
    ['+44 (0)20 7946 0958', '[redacted]'],
    ['+33 1 23 45 67 89, +41 44 668 18 00', '[redacted], [redacted]'],
    ['+1.415.555.0132', '[redacted]'],
    ['tel:+34-612-345-678', 'tel:[redacted]'],
    ['0049 30 901820', '[redacted]'],
    ['(415) 555-0132', '[redacted]'],
    ['415-555-0132 or 415.555.0132 or 415 555 0132', '[redacted] or [redacted] or [redacted]'],
    ['1-800-555-0199 ext. 12', '[redacted]'],
    ['030 901820, 030/9018200, 0151-23456789', '[redacted], [redacted], [redacted]'],
    ['(030) 9018200', '[redacted]'],
    ['020 7946 0958', '[redacted]'],
    ['07700 900123', '[redacted]'],
    ['07700900123', '[redacted]'],
    ['01 23 45 67 89', '[redacted]'],
    ['06.12.34.56.78', '[redacted]'],
    ['03-1234-5678', '[redacted]'],
    ['(11) 98765-4321', '[redacted]'],
    ['8 (495) 123-45-67', '[redacted]'],
    ['138 1234 5678', '[redacted]'],
    ['Phone: 5551234', 'Phone: [redacted]'],
    ['my phone number is 612 345 678', 'my phone number is [redacted]'],
    ['Tel. 22 33 44 55', 'Tel. [redacted]'],
    ['call me at 4155550132.', 'call me at [redacted].'],
  ])('%s', (text, clean) => {
    expect(redact(text)).toBe(clean)
  })

  test.each([
    '1,234,567',
    '12 apples',
    '1 234 567',
    '1.234.567',
    '1234567',
    '4155550132',
    '2026-11-28',
    '28.11.2026 14:05',
    '01.02.2026 12:30',
    '01/02/2026',
    '01-02-2026',
    '2026-11-28T19:05:00+01:00',
    'from 1990-2005',
    'pages 300-1200',
    '0.123456789',
    '3.14159265358979',
    '10 + 20 + 12345678 = 12345708',
    '192.168.100.200',
    'v2.10.1234',
    '978-3-16-148410-0',
    '4012 8888 8888 1882',
    'ORD-415-555-0132-9',
    'phone 14 costs 1,199',
    'call on 2026-11-28',
    '200 300 400 500',
    '1 2 3 4 5 6 7 8 9 10 11 12',
    '12:30-13:45',
    '$1,234,567.89',
    '3 000 000 km',
    '7 x 10 = 70',
  ])('keeps %s', (text) => {
    expect(redact(text)).toBe(text)
  })
})

test('is idempotent and takes linear time', () => {
  const all = (text: string) => withoutPersonalData(text, { emails: true, phones: true, cards: true })
  const text = 'ana@mail.example, +49 30 901820, 4012 8888 8888 1881'
  expect(all(text)).toBe('[redacted], [redacted], [redacted]')
  expect(all(all(text))).toBe(all(text))
  for (const unit of [
    'a',
    '1',
    '1 ',
    'a.',
    'a@',
    "a'",
    "''a",
    '+1',
    '(0',
    '0 1',
    'a@b.',
    '12-',
    'tel ',
    'call 1',
    '"',
    '%40',
    '.',
  ])
    expect(all(unit.repeat(100_000 / unit.length))).toBeTypeOf('string')
})
