import { CREDENTIALS, REDACTED } from './credentials.ts'

/**
 * Redacts the given secrets and everything that looks like a credential: tokens with an issuer's prefix,
 * JSON Web Tokens, private keys, authorization headers, passwords in URLs and assignments. Pure, and linear in the length
 * of the text. Idempotent.
 */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = withoutSecrets(text, secrets)
  for (const { pattern, only } of CREDENTIALS) {
    // Most texts have no credentials, and a search takes half as long as a replacement of nothing.
    if (clean.search(pattern) === -1) continue
    clean = clean.replace(pattern, (match: string, group: unknown) => {
      const kept = typeof group === 'string' ? group : ''
      return only?.(match.slice(kept.length)) === false ? match : kept + REDACTED
    })
  }
  return clean
}

/**
 * Redacts the given secrets, also encoded for a URL or JSON, in base64 (at any alignment, so also
 * inside of a longer text such as `user:key`) or in hexadecimal. Use it for a reply that is still to be judged. Secrets
 * of fewer than four characters stay, because a text without them would be unreadable; encoded ones need eight bytes.
 */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  if (secrets.length === 0) return text
  // The longest first, so that no form leaves a rest of another, of the same secret or of one that begins like it.
  const all = [...new Set(secrets.flatMap(formsOf))].sort((a, b) => b.length - a.length)
  return all.reduce((clean, form) => clean.replaceAll(form, REDACTED), text)
}

const forms = new Map<string, readonly string[]>()

/** The encodings of a secret. A process has few secrets. */
function formsOf(secret: string): readonly string[] {
  const known = forms.get(secret)
  if (known !== undefined) return known
  const made = secret.length < 4 ? [] : [...new Set([...plainForms(secret), ...encodedForms(secret)])]
  forms.set(secret, made)
  return made
}

function plainForms(secret: string): string[] {
  const encoded = encodeURIComponent(secret.toWellFormed())
  const inJson = JSON.stringify(secret).slice(1, -1)
  return [
    secret,
    encoded,
    encoded.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    encodeURIComponent(encoded),
    inJson,
    inJson.replaceAll('/', String.raw`\/`),
    JSON.stringify(inJson).slice(1, -1),
  ]
}

function encodedForms(secret: string): string[] {
  const bytes = Buffer.from(secret)
  if (bytes.length < 8) return []
  // At each offset, the first characters that encode bits of what precedes the secret, and the last, of what follows it.
  const aligned = [0, 2, 3].flatMap((start, offset) => {
    const base64 = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64')
    const end = Math.floor(((offset + bytes.length) * 8) / 6)
    const core = base64.slice(start, end)
    return [core, core.replaceAll('+', '-').replaceAll('/', '_')]
  })
  const hex = bytes.toString('hex')
  return [...aligned, hex, hex.toUpperCase()]
}
