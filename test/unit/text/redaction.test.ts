import fc from 'fast-check'
import { expect, test } from 'vitest'
import { redact, withoutSecrets } from '../../../src/text/redaction.ts'

/** Letters and digits of a token; tests put tokens together, so that no scanner takes this file for a leak. */
const rest = (length: number) => 'a1B2c3D4e5F6g7H8'.repeat(10).slice(0, length)
const hex = (length: number) => '0123456789abcdef'.repeat(10).slice(0, length)
const jwt = ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiIxMjM0In0', 'c2lnbmF0dXJl'].join('.')

test.each([
  ['LM Studio', `sk-lm-abcdefgh:${rest(20)}`],
  ['OpenAI', `sk-proj-${rest(40)}`],
  ['Anthropic', `sk-ant-api03-${rest(40)}`],
  ['GitHub', `ghp_${rest(36)}`],
  ['GitHub Actions', `ghs_${rest(36)}`],
  ['GitHub, fine-grained', `github_pat_${rest(22)}_${rest(40)}`],
  ['GitLab', `glpat-${rest(20)}`],
  ['Bitbucket', `ATBB${rest(28)}`],
  ['npm', `npm_${rest(36)}`],
  ['PyPI', `pypi-AgEIcHlwaS5vcmc${rest(40)}`],
  ['AWS', `AKIAABCDEFGH23456789`],
  ['Google', `AIza${rest(35)}`],
  ['Google OAuth', `ya29.${rest(40)}`],
  ['DigitalOcean', `dop_v1_${hex(64)}`],
  ['Vault', `hvs.${rest(24)}`],
  ['Slack', `xoxb-${rest(24)}`],
  ['Stripe', `sk_live_${rest(24)}`],
  ['SendGrid', `SG.${rest(22)}.${rest(43)}`],
  ['Hugging Face', `hf_${rest(34)}`],
  ['Groq', `gsk_${rest(48)}`],
  ['JSON Web Token', jwt],
  ['encrypted JSON Web Token', `eyJhbGciOiJSU0EifQ.${rest(20)}.${rest(16)}.${rest(30)}.${rest(22)}`],
])('redacts a token of %s', (_, token) => {
  expect(redact(`use "${token}", please`, [])).toBe('use "[redacted]", please')
})

test.each([
  ['Authorization: Bearer eyJhbGciOi.J9-x_1', 'Authorization: Bearer [redacted]'],
  ['authorization: basic dXNlcjpwYXNzMQ==', 'authorization: basic [redacted]'],
  ['http://user:pass@host/v1', 'http://[redacted]@host/v1'],
  ['redis://:p%40ss!word@10.0.0.1:6379/0', 'redis://[redacted]@10.0.0.1:6379/0'],
  ['postgres://app:p@ss@db/prod', 'postgres://[redacted]@db/prod'],
  ['GET /v1?api_key=abcdefgh1234&x=1', 'GET /v1?api_key=[redacted]&x=1'],
  ['https://acc.blob.example/f?sv=1&sig=abc%2Fdef%3D', 'https://acc.blob.example/f?sv=1&sig=[redacted]'],
  [`aws_secret_access_key = ${rest(40)}`, 'aws_secret_access_key = [redacted]'],
  [`{"clientSecret": "${rest(20)}", "id": 1}`, '{"clientSecret": "[redacted]", "id": 1}'],
  [`AccountName=a;AccountKey=${rest(64)}==;Suffix=b`, 'AccountName=a;AccountKey=[redacted];Suffix=b'],
  ['DB_PASSWORD: correct-horse-7', 'DB_PASSWORD: [redacted]'],
])('redacts the secret part of %s', (text, clean) => {
  expect(redact(text, [])).toBe(clean)
})

test.each(['RSA PRIVATE KEY', 'PRIVATE KEY', 'OPENSSH PRIVATE KEY', 'PGP PRIVATE KEY BLOCK'])(
  'redacts a %s, whole, cut off or with line breaks written out',
  (kind) => {
    const lines = [`-----BEGIN ${kind}-----`, rest(64), rest(64), `${rest(20)}==`, `-----END ${kind}-----`]
    expect(redact(`key:\n${lines.join('\n')}\nend`, [])).toBe('key:\n[redacted]\nend')
    expect(redact(lines.join(String.raw`\n`), [])).toBe('[redacted]')
    expect(redact(lines.slice(0, 3).join('\n'), [])).toBe('[redacted]')
  },
)

test('redacts a secret as it is, in a URL and in JSON', () => {
  const secret = 'pa"ss/wörd'
  const text = `${secret} ${encodeURIComponent(secret)} ${JSON.stringify({ secret })}`
  expect(redact(text, [secret])).toBe('[redacted] [redacted] {"secret":"[redacted]"}')
})

test('redacts a secret in base64 at any place of a longer text, and in hexadecimal', () => {
  const secretOf = fc.string({ minLength: 8, maxLength: 40, unit: 'binary-ascii' })
  fc.assert(
    fc.property(secretOf, fc.string({ maxLength: 5 }), fc.string({ maxLength: 5 }), (secret, before, after) => {
      for (const encoding of ['base64', 'base64url', 'hex'] as const) {
        const encoded = Buffer.from(before + secret + after).toString(encoding)
        expect(withoutSecrets(encoded, [secret])).toContain('[redacted]')
      }
    }),
  )
})

test('leaves a text that was redacted already as it is', () => {
  const texts = fc.string({
    unit: fc.constantFrom(
      'sk-',
      'eyJ',
      '.',
      'a',
      '1',
      'B2',
      ':',
      '/',
      '@',
      '=',
      '?',
      '&',
      ' ',
      '\n',
      'ghp_',
      'password',
      'Bearer',
      '-----',
    ),
  })
  fc.assert(
    fc.property(texts, (text) => {
      const once = redact(text, ['a1B2a1B2'])
      expect(redact(once, ['a1B2a1B2'])).toBe(once)
    }),
  )
})

test.each([
  "using the 'Bearer' scheme",
  'a sk-learn pipeline',
  'sk_internationalization',
  'the risk-averse',
  'Basic arithmetic',
  'see https://host:8080/a@b',
  'mail me at user@example.org',
  'The secret: patience.',
  'Your password must have 12 characters.',
  'access token: a string that the server issues',
  'git commit 3becf33a8d0e1f2a3b4c5d6e7f8091a2b3c4d5e6',
  '-----BEGIN CERTIFICATE-----',
  'A JSON Web Token begins with eyJ.',
])('keeps ordinary text: %s', (text) => {
  expect(redact(text, ['abc'])).toBe(text)
})

test('ends on a megabyte of text that nearly matches', () => {
  for (const piece of ['sk-', 'eyJ-', '-----BEGIN PRIVATE KEY-----', '://a:', 'password', 'SG.aaaaaaaaaaaaaaaaaaaa.']) {
    const text = piece.repeat(1_000_000 / piece.length)
    expect(redact(text, [])).not.toBe('')
  }
})

test.each([
  ['with lower-case percent codes', encodeURIComponent('k/Ey+9=z').replaceAll(/%../g, (code) => code.toLowerCase())],
  ['encoded twice for a URL', encodeURIComponent(encodeURIComponent('k/Ey+9=z'))],
  ['with an escaped slash', String.raw`k\/Ey+9=z`],
])('removes a secret %s', (_, form) => {
  expect(withoutSecrets(`x ${form} y`, ['k/Ey+9=z'])).toBe('x [redacted] y')
})

test('removes a secret from JSON inside of JSON', () => {
  const inJson = (secret: string) => JSON.stringify(JSON.stringify({ secret }))
  const secret = String.raw`q"u\o-te-9`
  expect(withoutSecrets(inJson(secret), [secret])).toBe(inJson('[redacted]'))
})

const begin = ['-----BEGIN RSA', 'PRIVATE KEY-----'].join(' ')
const lines = [begin, rest(40), rest(40).toLowerCase()]
test.each([
  ['in JSON inside of JSON', JSON.stringify(JSON.stringify(lines.join('\n')))],
  ['in a quotation', lines.join('\n> ')],
  ['in pieces of source code', lines.join('" +\n"')],
  [
    'behind its headers',
    [begin, 'Proc-Type: 4,ENCRYPTED', `DEK-Info: AES-128-CBC,${hex(32)}`, '', rest(40)].join('\n'),
  ],
  ['on one line', lines.join('')],
  ['in a URL', encodeURIComponent([...lines, begin.replace('BEGIN', 'END')].join('\n'))],
])('removes a private key that is cut off, %s', (_, text) => {
  const clean = redact(text, [])
  expect(clean).not.toContain(rest(20))
  expect(clean).not.toContain(rest(20).toLowerCase())
})

test.each([
  [String.raw`{\"api_key\":\"${rest(20)}\"}`],
  [`"secret_key": "${rest(20)}"`],
  ['Authorization: Bearer abcdefghijklmnopq'],
  [`Authorization: token ${hex(40)}`],
  [`postgres://u:p/${rest(20)}@host/db`],
  [`//hooks.slack.com/services/T0/B0/${rest(24)}`],
])('removes the credential of %j', (text) => {
  const clean = redact(text, [])
  for (const secret of [rest(20), hex(40), 'abcdefghijklmnopq']) expect(clean).not.toContain(secret)
  expect(redact(clean, [])).toBe(clean)
})

test('leaves an address with a port and a mail address as they are', () => {
  const text = 'http://localhost:1234/v1?to=me@example.org and https://host:8443?x=a@b'
  expect(redact(text, [])).toBe(text)
})

test('removes what base64 has of a secret alone, and no more', () => {
  const encoded = ['', '.', '..'].map((before) => Buffer.from(`${before}k/Ey+9=z!`).toString('base64'))
  expect(encoded.map((text) => withoutSecrets(text, ['k/Ey+9=z']))).toEqual([
    '[redacted]oh',
    'Lm[redacted]IQ==',
    'Li5[redacted]iE=',
  ])
})

const pem = (kind: string, ...body: string[]) => [`-----BEGIN ${kind}-----`, ...body].join('\n')

test.each([
  ['without a line of its own', `${begin}${begin.replace('BEGIN', 'END')}`],
  ['of 16 characters', `${begin}\n${rest(16)}`],
  ['in small letters', `${begin}\n${rest(40)}`.toLowerCase()],
  ['behind an empty header', `${begin}\nComment:\n${rest(40)}`],
  [
    'of PuTTY',
    [
      'PuTTY-User-Key-File-3: ssh-ed25519',
      'Encryption: aes256-cbc',
      'Comment: mine',
      'Public-Lines: 1',
      rest(40),
      'Key-Derivation: Argon2id',
      'Argon2-Memory: 8192',
      'Argon2-Salt: 0123',
      'Private-Lines: 1',
      rest(48),
      `Private-MAC: ${hex(64)}`,
    ].join('\n'),
  ],
])('removes a private key %s', (_, text) => {
  expect(redact(text, [])).toBe('[redacted]')
})

test('leaves a public key whose comment names a private one', () => {
  for (const comment of ['PuTTY', 'from PuTTY-User-Key-File-2', '-----BEGIN PRIVATE']) {
    const kind = ['PGP PUBLIC', 'KEY BLOCK'].join(' ')
    const text = `${pem(kind, `Comment: ${comment}`, rest(64))}\n-----END ${kind}-----`
    expect(redact(text, [])).toBe(text)
  }
})
