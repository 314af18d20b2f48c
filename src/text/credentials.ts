/** A form of credential: all of a match is replaced, except what the pattern's first group has matched. */
interface CredentialForm {
  pattern: RegExp
  /** Further condition on the part that is replaced: some words look like keys until one asks for a digit. */
  only?: (secret: string) => boolean
}

export const REDACTED = '[redacted]'

/**
 * Where a token starts: behind no letter, digit, `_` or `-`, so that each run of such characters is scanned once, or
 * behind an escape of a URL (`%3D`) or a string (`\n`).
 */
const START = String.raw`(?:(?<![A-Za-z0-9_-])|(?<=%[0-9A-Fa-f]{2}|\\[nrt]|\\u[0-9A-Fa-f]{4}))`

/** Prefixes that issuers give to their tokens, with the shortest rest that makes one. */
const PREFIXED_TOKENS = [
  'sk-lm-[A-Za-z0-9]{4,}(?::[A-Za-z0-9]*)?',
  // Code hosts and package registries.
  'gh[pousr]_[A-Za-z0-9]{20,}',
  'github_pat_[A-Za-z0-9_]{20,}',
  'gl(?:pat|dt|rt|rtr|cbt|ptt|ft|soat|imt|agent|oas)-[A-Za-z0-9_.-]{16,}',
  'ATBB[A-Za-z0-9]{20,}',
  'ATATT3[A-Za-z0-9_=-]{20,}',
  'npm_[A-Za-z0-9]{30,}',
  'pypi-[A-Za-z0-9_-]{32,}',
  'rubygems_[a-f0-9]{48}',
  'cio[A-Za-z0-9]{32}',
  'dckr_(?:pat|oat)_[A-Za-z0-9_-]{20,}',
  // Clouds.
  '(?:AKIA|ASIA|AROA|AIDA|ABIA|ACCA)[A-Z0-9]{16}',
  'AIza[A-Za-z0-9_-]{35}',
  'GOCSPX-[A-Za-z0-9_-]{20,}',
  'ya29\\.[A-Za-z0-9_-]{20,}',
  'do[oprt]_v1_[a-f0-9]{40,}',
  'dapi[a-f0-9]{32}(?:-\\d)?',
  'hv[sbr]\\.[A-Za-z0-9_-]{20,}',
  // Services.
  'xox[abeoprs]-[A-Za-z0-9-]{10,}',
  'xapp-[A-Za-z0-9-]{10,}',
  '[sr]k_(?:live|test)_[A-Za-z0-9]{10,}',
  'whsec_[A-Za-z0-9+/=]{16,}',
  'SG\\.[A-Za-z0-9_-]{16,}\\.[A-Za-z0-9_-]{16,}',
  'shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}',
  'lin_api_[A-Za-z0-9]{32,}',
  '\\d{8,10}:AA[A-Za-z0-9_-]{33}',
  // Model services.
  'hf_[A-Za-z0-9]{20,}',
  'gsk_[A-Za-z0-9]{20,}',
  'r8_[A-Za-z0-9]{20,}',
  'xai-[A-Za-z0-9]{20,}',
  'pplx-[A-Za-z0-9]{20,}',
  // Keys for encryption.
  'AGE-SECRET-KEY-1[0-9A-Z]{20,}',
  // JSON Web Tokens, signed (3 parts) and encrypted (5 parts): the first part is base64url of `{"`.
  'eyJ[A-Za-z0-9_-]{5,}(?:(?:\\.|%2[Ee])[A-Za-z0-9_-]*){2,4}',
]

/** A key in PEM or PGP armour, from its first to its last line; in a URL, its spaces are `%20` or `+`. */
const WHOLE_KEY = /-----BEGIN[A-Z0-9 %+]+-----(?:(?!-----)[^])*?-----END[A-Z0-9 %+]+-----/g

/**
 * A key in PEM, PGP or PuTTY's form: what is left of it when its last line is missing, also quoted, in pieces of source
 * code, in escaped JSON or in a URL.
 */
const CUT_OFF_KEY =
  /(?:-----BEGIN[A-Z0-9 %+]+-----|(?=PuTTY-User-Key-File))(?:(?:%0[AD]|\\[nrt]|[^A-Z0-9])*(?:(?:PuTTY-User-Key-File-\d|Proc-Type|DEK-Info|Version|Comment|Encryption|Key-Derivation|Argon2-[A-Z]+|(?:Public|Private)-(?:Lines|MAC))(?::|%3A)(?:[^\n\\%"]|%(?!0[AD]))*|(?:[A-Z0-9+/=]|%2[BF]|%3D|\\\/){16,}))+/gi

const isPrivate = (key: string) => /^(?:-----BEGIN[^-]+PRIVATE|PuTTY)/i.test(key)

/** Names of a setting that holds a password. */
const PASSWORD_NAME = 'pass(?:word|wd|phrase)s?|pwd'

/** Names of a setting that holds another secret. */
const SECRET_NAME =
  '(?:secret(?:[_ -]?(?:access[_ -]?)?key)?|(?:access|auth|refresh|api|private|client|account|shared|signing|encryption)[_ -]?(?:access[_ -]?)?(?:key|token|secret)|credential)s?'

/** The text between the name of a setting and its value: operator and quotation marks, plain or escaped. */
const ASSIGNED = String.raw`(?:\\*["'\`]|%2[27])?\s*(?:[:=]|:=|=>|%3[AD])\s*(?:\\*["'\`]|%2[27])?`

const VALUE = String.raw`(?!(?:%2[27])?\[redacted\])[^\s"'\`,;<>\\]`

const hasDigit = (text: string) => /\d/.test(text)
/** "Basic arithmetic" has neither a digit nor padding. */
const isEncoded = (text: string) => /[\d=]/.test(text)

/**
 * Patterns of credentials. Each takes time linear in the length of the text, because replies are untrusted input.
 */
export const CREDENTIALS: readonly CredentialForm[] = [
  { pattern: WHOLE_KEY, only: isPrivate },
  { pattern: CUT_OFF_KEY, only: isPrivate },
  { pattern: new RegExp(`${START}(?:${PREFIXED_TOKENS.join('|')})`, 'g') },
  // OpenAI, Anthropic, OpenRouter and others; "sk-learn-pipelines" has no digit.
  { pattern: new RegExp(`${START}sk-[A-Za-z0-9_-]{8,}`, 'g'), only: hasDigit },
  {
    pattern: new RegExp(`${START}((?:Bearer|Basic)(?:\\s+|%20|\\+))[A-Za-z0-9._~+/:%-]{8,}=*`, 'gi'),
    only: isEncoded,
  },
  {
    pattern: new RegExp(
      `${START}((?:proxy-)?authorization${ASSIGNED}(?:[A-Za-z]+(?:\\s+|%20|\\+))?)[A-Za-z0-9._~+/=:-]{12,}`,
      'gi',
    ),
  },
  { pattern: /(\/\/(?:hooks\.slack\.com\/services|discord(?:app)?\.com\/api\/webhooks)\/)[\w/-]+/g },
  // Passwords in URLs and connection strings; then those with a slash or a question mark, which should be encoded.
  { pattern: /(:\/\/)[^\s/@:?#]*:[^\s/?#]+(?=@)/g },
  { pattern: /(:\/\/)[^\s/@:?#]+:(?!\d+[/?#])(?:(?!:\/\/)[^\s@"'`<>()])+(?=@)/g },
  // Queries.
  { pattern: new RegExp(`((?:[?&;]|%3F|%26)[\\w.-]*(?:${PASSWORD_NAME})(?:=|%3D))[^&\\s#"'<>%]+`, 'gi') },
  {
    pattern:
      /([?&](?:auth|api_?key|key|sig|signature|[\w.-]*(?:secret|token)|x-amz-(?:signature|credential))=)[^&\s#"'<>]{8,}/gi,
  },
  // Assignments such as `password: …`, `aws_secret_access_key = …`, "clientSecret": "…", AccountKey=….
  { pattern: new RegExp(`((?:${PASSWORD_NAME})${ASSIGNED})${VALUE}{6,}`, 'gi'), only: hasDigit },
  {
    pattern: new RegExp(`(${SECRET_NAME}${ASSIGNED})${VALUE}{12,}`, 'gi'),
    only: (secret) => hasDigit(secret) && /[A-Za-z]/.test(secret),
  },
]
