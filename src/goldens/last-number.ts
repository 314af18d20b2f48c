/**
 * A sign counts only where it cannot be a hyphen or a minus between two terms; digits inside a word (H2O) are no number.
 * A comma, or a space that does not break, may part thousands.
 */
const NUMBER =
  /(?<![\p{L}\d_])(?<!\d\.)[-−+]?(?:\d{1,3}(?:[,\u00a0\u2009\u202f]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)(?:e[-+]?\d+)?/giu

/** The last number in a text (`1,234.5`, `-3`, `6.02e23`, the 25 of `It is 25.`), null when there is none. */
export function lastNumber(text: string): number | null {
  let last: string | null = null
  for (const [number] of text.matchAll(NUMBER)) last = number
  return last === null ? null : Number(last.replace('−', '-').replaceAll(/[,\u00a0\u2009\u202f]/gu, ''))
}
