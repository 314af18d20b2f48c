/** A form of credential: where it matches, all of it is replaced, or what `replacement` leaves of it. */
interface CredentialForm {
  pattern: RegExp
  /** Default: the mark alone. `$1` refers to the pattern's first group. */
  replacement?: string
  /** Further condition on the match; some words look like keys until one asks for a digit. */
  only?: (match: string) => boolean
}

export const REDACTED = '[redacted]'

/**
 * Prefixes that issuers give to their tokens, with the shortest rest that makes one. A token starts where no letter,
 * digit, `_` or `-` precedes it, so that each run of such characters is scanned once.
 */
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
]

/** A private key in PEM or PGP armour, also quoted, in escaped JSON or in a URL, also cut off before its end. */
const PRIVATE_KEY =
  /-----BEGIN(?: |%20|\+)(?:[A-Z0-9]+(?: |%20|\+))*PRIVATE(?: |%20|\+)KEY(?:(?: |%20|\+)BLOCK)?-----(?:(?:(?!-----)[\s\S]){0,20000}-----END(?: |%20|\+)(?:[A-Z0-9]+(?: |%20|\+))*PRIVATE(?: |%20|\+)KEY(?:(?: |%20|\+)BLOCK)?-----|(?:(?:[\s>"'+]|\\{1,8}[nrt"]|%0[AaDd]|Proc-Type: [^\n]{1,80}\n|DEK-Info: [^\n]{1,120}\n)*[A-Za-z0-9+/=]{16,})+)/g

/** Names of a setting that holds a secret. */
const SECRET_NAME =
  '(?:pass(?:word|wd|phrase)|pwd|secret(?:[_ -]?(?:access[_ -]?)?key)?|(?:access|auth|refresh|api|private|client|account|shared|signing|encryption)[_ -]?(?:access[_ -]?)?(?:key|token|secret)|credential)s?'

const hasDigit = (text: string) => /\d/.test(text)
/** "Basic arithmetic" has neither a digit nor padding. */
const isEncoded = (text: string) => /[\d=]/.test(text)

/**
 * What looks like a credential wherever it appears. Every pattern is linear in the length of the text, because replies
 * are hostile input.
 */
export const CREDENTIALS: readonly CredentialForm[] = [
  { pattern: PRIVATE_KEY },
  { pattern: new RegExp(`(?<![A-Za-z0-9_-])(?:${PREFIXED_TOKENS.join('|')})`, 'g') },
  // OpenAI, Anthropic, OpenRouter and others; "sk-learn-pipelines" has no digit.
  { pattern: /(?<![A-Za-z0-9_-])sk-[A-Za-z0-9_-]{8,}/g, only: hasDigit },
  // JSON Web Tokens, signed (3 parts) and encrypted (5 parts): the first part is base64url of `{"`.
  { pattern: /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*){2,4}/g },
  { pattern: /\b(Bearer|Basic)\s+[A-Za-z0-9._~+/:-]{8,}=*/gi, replacement: `$1 ${REDACTED}`, only: isEncoded },
  {
    pattern:
      /\b((?:proxy-)?authorization\\{0,8}["'`]?\s{0,8}[:=]\s{0,8}\\{0,8}["'`]?(?:[A-Za-z]{1,16}\s{1,4})?)[A-Za-z0-9._~+/=:-]{12,}/gi,
    replacement: `$1${REDACTED}`,
    only: (match) => !match.endsWith(REDACTED),
  },
  { pattern: /(\/\/hooks\.slack\.com\/services\/)[A-Za-z0-9/]{20,}/g, replacement: `$1${REDACTED}` },
  // Passwords in URLs and connection strings; then those with a slash or a question mark, which should be encoded.
  { pattern: /(:\/\/)[^\s/@:?#]{0,256}:[^\s/?#]{1,512}@/g, replacement: `$1${REDACTED}@` },
  {
    pattern: /(:\/\/)[^\s/@:?#]{1,256}:(?!\d{1,5}[/?#])[^\s@"'`<>()]{1,512}@/g,
    replacement: `$1${REDACTED}@`,
  },
  {
    pattern:
      /([?&](?:access_token|auth|token|api_?key|key|password|pwd|secret|sig|signature|x-amz-(?:signature|credential|security-token))=)[^&\s#"'<>]{8,}/gi,
    replacement: `$1${REDACTED}`,
  },
  // Assignments such as `aws_secret_access_key = …`, "clientSecret": "…", AccountKey=….
  {
    pattern: new RegExp(
      `(${SECRET_NAME}\\\\{0,8}["'\`]?\\s{0,8}(?:[:=]|:=|=>)\\s{0,8}\\\\{0,8}["'\`]?)(?!\\[redacted)[^\\s"'\`,;<>\\\\]{12,}`,
      'gi',
    ),
    replacement: `$1${REDACTED}`,
    only: (match) => hasDigit(match) && /[A-Za-z]/.test(match.slice(-12)),
  },
]
