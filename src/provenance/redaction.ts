const MARK = '[redacted]'

/** What looks like a credential wherever it stands: LM Studio and OpenAI keys, authorization headers, passwords in URLs. */
const CREDENTIALS: readonly [RegExp, string][] = [
  [/\bsk-lm-[A-Za-z0-9]{4,}(?::[A-Za-z0-9]*)?/g, MARK],
  [/\bsk-(?=[A-Za-z0-9_-]*\d)[A-Za-z0-9_-]{8,}/g, MARK],
  [/\b(Bearer|Basic)\s+(?=\S*\d)[A-Za-z0-9._~+/:-]{8,}=*/gi, `$1 ${MARK}`],
  [/(:\/\/)[^\s/@:]+:[^\s/@]+@/g, `$1${MARK}@`],
]

/**
 * `text` without the given secrets and without anything that looks like a credential. Pure; secrets shorter than four
 * characters are left alone, because a text without them would be unreadable.
 */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = withoutSecrets(text, secrets)
  for (const [pattern, mark] of CREDENTIALS) clean = clean.replace(pattern, mark)
  return clean
}

/** `text` without the given secrets, whatever else it says: for a reply, which is to be judged as it is. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  let clean = text
  for (const secret of secrets) {
    if (secret.length < 4) continue
    for (const form of new Set([
      secret,
      encodeURIComponent(secret.toWellFormed()),
      JSON.stringify(secret).slice(1, -1),
    ])) {
      clean = clean.replaceAll(form, MARK)
    }
  }
  return clean
}
