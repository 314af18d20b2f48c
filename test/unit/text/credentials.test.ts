import { describe, expect, test } from 'vitest'
import { redact } from '../../../src/text/redaction.ts'

/** Letters and digits of a token, put together here so that no scanner takes this file for a leak. */
const rest = (length: number) => 'a1B2c3D4e5F6g7H8'.repeat(20).slice(0, length)
const jwt = ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiIxMjM0In0', 'c2lnbmF0dXJl'].join('.')
const begin = (kind: string) => `-----BEGIN ${kind}-----`
const end = (kind: string) => `-----END ${kind}-----`
const key = ['PRIVATE', 'KEY'].join(' ')
const putty = (version: number) => `PuTTY-User-Key-File-${version}: ssh-ed25519`

describe('passwords', () => {
  test.for<[text: string, clean: string]>([
    ['password=tiger5!', 'password=[redacted]'],
    ['DB_PASSWD = tiger55', 'DB_PASSWD = [redacted]'],
    ['passphrase: "tiger5"', 'passphrase: "[redacted]"'],
    ['"password":"tiger5","user":"ann"', '"password":"[redacted]","user":"ann"'],
    [String.raw`{\"password\": \"tiger5\"}`, String.raw`{\"password\": \"[redacted]\"}`],
    [String.raw`{\\\"pwd\\\":\\\"tiger5\\\"}`, String.raw`{\\\"pwd\\\":\\\"[redacted]\\\"}`],
    ["$password => 'tiger5'", "$password => '[redacted]'"],
    ['password%3Dtiger5', 'password%3D[redacted]'],
    ['%22password%22%3A%22tiger5%22', '%22password%22%3A%22[redacted]'],
    ['pwd   :=   tiger5', 'pwd   :=   [redacted]'],
    ['https://h/login?password=ab', 'https://h/login?password=[redacted]'],
    ['https://h/login?user_pwd=tiger&x=12', 'https://h/login?user_pwd=[redacted]&x=12'],
    ['a?u=1;password=tiger#top', 'a?u=1;password=[redacted]#top'],
    ['to=h%3Fpassword%3Dtiger%26x%3D1', 'to=h%3Fpassword%3D[redacted]%26x%3D1'],
    ['https://h/?new_api_token=abcdefgh', 'https://h/?new_api_token=[redacted]'],
    ['mysql://root:ti/ger@h', 'mysql://[redacted]@h'],
    ['mysql://root:1234@h', 'mysql://[redacted]@h'],
    ['a://b:c d://e:f@h', 'a://b:c d://[redacted]@h'],
    ['https://discord.com/api/webhooks/12/ab-c_d', 'https://discord.com/api/webhooks/[redacted]'],
  ])('in %j', ([text, clean]) => {
    expect(redact(text, [])).toBe(clean)
    expect(redact(clean, [])).toBe(clean)
  })

  test.for([
    'connect(user=user, password=password)',
    'password: None',
    'A password has 8 characters.',
    'password_length=16',
    'the password is empty',
    'What is password="" for?',
    'https://host:65535/a:b@c',
    'https://host:8080/~a@b and https://c',
  ])('leaves %j', (text) => {
    expect(redact(text, [])).toBe(text)
  })
})

describe('tokens behind an escape', () => {
  test.for([
    ['in a query', `token%3D${jwt}%26`, 'token%3D[redacted]%26'],
    ['with encoded points', `a%20${jwt.replaceAll('.', '%2E')}`, 'a%20[redacted]'],
    ['behind a line break in a string', String.raw`key:\n${jwt}\n`, String.raw`key:\n[redacted]\n`],
    ['behind a Unicode escape', String.raw`\u0022${jwt}\u0022`, String.raw`\u0022[redacted]\u0022`],
    ['of an issuer', `%22ghp_${rest(36)}%22`, '%22[redacted]%22'],
    ['of a model service', `key%3Dsk-${rest(20)}`, 'key%3D[redacted]'],
    ['of a header', `Authorization%3A%20Bearer%20${rest(20)}`, 'Authorization%3A%20Bearer%20[redacted]'],
    ['of a form', `Bearer+${rest(20)}`, 'Bearer+[redacted]'],
    ['of another scheme', `Authorization: Digest ${'abcdefgh'.repeat(2)}`, 'Authorization: Digest [redacted]'],
    ['of a proxy', `proxy-authorization = ${'abcdefgh'.repeat(2)}`, 'proxy-authorization = [redacted]'],
  ])('%s', ([, text = '', clean]) => {
    expect(redact(text, [])).toBe(clean)
  })

  test('not inside of a word, nor behind what only looks like an escape', () => {
    for (const text of [`my${jwt}`, `5%${jwt.slice(3)}`, `%G0${jwt}`, String.raw`\x${jwt}`, 'authorization: none'])
      expect(redact(text, [])).toBe(text)
  })
})

describe('private keys', () => {
  const puttyLines = [
    putty(3),
    'Encryption: aes256-cbc',
    'Comment: ann@host',
    'Public-Lines: 2',
    rest(64),
    `${rest(20)}==`,
    'Key-Derivation: Argon2id',
    'Argon2-Memory: 8192',
    'Private-Lines: 1',
    rest(64).toLowerCase(),
    `Private-MAC: ${'0123456789abcdef'.repeat(4)}`,
  ]

  test.for([
    ['as it is', '\n'],
    ['with carriage returns', '\r\n'],
    ['quoted', '\n> '],
    ['in a string', String.raw`\n`],
    ['in a string in a string', String.raw`\\n`],
    ['in a URL', '%0A'],
    ['in a URL with carriage returns', '%0d%0a'],
    ['in source code', '\\n" +\n  "'],
  ])("of PuTTY's form, %s, whole or cut off", ([, separator = '']) => {
    for (const count of [11, 10, 5]) {
      const text = puttyLines.slice(0, count).join(separator)
      expect(redact(`key: ${text}`, [])).toBe('key: [redacted]')
      expect(redact(`"${text}", "user": "ann"`, [])).toBe('"[redacted]", "user": "ann"')
    }
  })

  test('in a URL, with its colons encoded', () => {
    const text = puttyLines.map((line) => encodeURIComponent(line)).join('%0A')
    expect(redact(`${text}%0Aand more`, [])).toBe('[redacted]%0Aand more')
  })

  test('of any length, up to its last line', () => {
    const long = [begin(key), ...Array.from({ length: 1000 }, () => rest(64)), 'short==', end(key)]
    expect(redact(`a ${long.join('\n')} b`, [])).toBe('a [redacted] b')
    const encoded = [begin(key), rest(64), 'short==', end(key)].map((line) => line.replaceAll(' ', '%20')).join('%0A')
    expect(redact(`a=${encoded}&b`, [])).toBe('a=[redacted]&b')
    expect(redact(encoded.replaceAll('%20', '+').replaceAll('%0A', '\n'), [])).toBe('[redacted]')
  })

  test('two of them, the first cut off', () => {
    const text = [begin(key), rest(64), 'and then', begin(key), 'tiny', end(key), 'end'].join('\n')
    expect(redact(text, [])).toBe('[redacted]\nand then\n[redacted]\nend')
  })

  test('cut off in their first line, from 16 characters on', () => {
    expect(redact(`${begin(key)}\n${rest(16)} end`, [])).toBe('[redacted] end')
    expect(redact(`${begin(key)}\n${rest(15)} end`, [])).toBe(`${begin(key)}\n${rest(15)} end`)
    expect(redact(`${begin(key)}\n${rest(64)}\n${rest(16)}\n${rest(15)}`, [])).toBe(`[redacted]\n${rest(15)}`)
  })

  test('with headers, which end where the line does', () => {
    const headers = ['Proc-Type: 4,ENCRYPTED', 'DEK-Info: AES-128-CBC,0A', 'Version: GnuPG v2', 'Comment: mine']
    for (const separator of ['\n', String.raw`\n`, '%0A']) {
      const text = [begin(key), ...headers, '', rest(64)].join(separator)
      expect(redact(`${text} and more`, [])).toBe('[redacted] and more')
    }
    expect(redact(`${begin(key)}\nComment: 50%25 mine\n${rest(64)}`, [])).toBe('[redacted]')
  })

  test('but no certificates and public keys', () => {
    for (const kind of ['CERTIFICATE', 'PUBLIC KEY']) {
      const text = [begin(kind), rest(64), end(kind)].join('\n')
      expect(redact(text, [])).toBe(text)
      expect(redact(`${text}\n${begin(key)}\n${rest(64)}`, [])).toBe(`${text}\n[redacted]`)
    }
    const cutOff = [begin('CERTIFICATE'), rest(64)].join('\n')
    expect(redact(cutOff, [])).toBe(cutOff)
    expect(redact(`A key begins with ${begin(key)} and ends with five dashes.`, [])).toContain(begin(key))
  })
})
