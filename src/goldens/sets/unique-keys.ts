import { DEEPEST } from './json-text.ts'

const [QUOTE, BACKSLASH, COLON] = [0x22, 0x5c, 0x3a]

/**
 * Whether no object of a JSON text has a key twice; `value` is the parsed text. Compares the number of keys in the text with
 * the number that is left after parsing. false also for brackets that are nested too deep.
 */
export function hasUniqueKeys(text: string, value: unknown): boolean {
  return keysIn(value, 1) === keysInText(text)
}

/** The number of colons outside of strings, as valid JSON has one for each key. */
function keysInText(text: string): number {
  let keys = 0
  let isString = false
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit === QUOTE) isString = !isString
    else if (!isString) keys += Number(unit === COLON)
    else if (unit === BACKSLASH) at += 1
  }
  return keys
}

/** The number of keys of all objects in a value; NaN: it is nested too deep. */
function keysIn(value: unknown, depth: number): number {
  if (depth > DEEPEST) return NaN
  if (typeof value !== 'object' || value === null) return 0
  const parts: readonly unknown[] = Object.values(value)
  let keys = Array.isArray(value) ? 0 : parts.length
  for (const part of parts) keys += keysIn(part, depth + 1)
  return keys
}
