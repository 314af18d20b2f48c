/** Decimal notation alone: `Number` also accepts an empty text, which would be 0, and `0x10`. */
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** The number in a text of the command line or the environment; null: the text is not a finite decimal number. Pure. */
export function decimalNumber(text: string): number | null {
  const trimmed = text.trim()
  const value = DECIMAL.test(trimmed) ? Number(trimmed) : NaN
  return Number.isFinite(value) ? value : null
}
