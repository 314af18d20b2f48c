/*
 * The binding of DuckDB drops a byte order mark at the beginning of a text that it returns. A text that begins with one is
 * stored with another one before it, in each table and parameter, so that it is returned as it was.
 */
const MARK = '\ufeff'

/** Stands before a text that begins with a byte order mark, in the bytes of JSON. */
export const QUOTED_MARK = Buffer.from(`"${MARK}`)

/** A text as it is stored. Pure. */
export function storedText(text: string): string {
  return text.startsWith(MARK) ? MARK + text : text
}

/** The value of JSON that DuckDB has made of stored texts, in which it drops nothing. Pure. */
export function parseStored(json: string): unknown {
  if (!json.includes(MARK)) return JSON.parse(json)
  return JSON.parse(json, (_, value: unknown) =>
    typeof value === 'string' && value.startsWith(MARK) ? value.slice(MARK.length) : value,
  )
}

/** A stored text as an expression of SQL, as it was. */
export function originalText(expression: string): string {
  return `CASE WHEN starts_with(${expression}, '${MARK}') THEN substr(${expression}, 2) ELSE ${expression} END`
}
