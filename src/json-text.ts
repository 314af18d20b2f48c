/**
 * JSON for people and version control: one field a line, but lists of plain values, and records of plain values in a list,
 * are on one line each. Leaves out what `JSON.stringify` leaves out.
 */
export function jsonText(value: unknown): string {
  return `${block(value, '')}\n`
}

function block(value: unknown, indent: string): string {
  if (!isBlock(value)) return JSON.stringify(value) ?? 'null'
  const inner = `${indent}  `
  if (Array.isArray(value)) {
    const items = (value as unknown[]).map((item) => inner + (isFlat(item) ? JSON.stringify(item) : block(item, inner)))
    return `[\n${items.join(',\n')}\n${indent}]`
  }
  const fields = Object.entries(value).flatMap(([name, field]) =>
    field === undefined ? [] : [`${inner}${JSON.stringify(name)}: ${block(field, inner)}`],
  )
  return fields.length === 0 ? '{}' : `{\n${fields.join(',\n')}\n${indent}}`
}

/** Whether a value takes several lines: a record, or a list of records or lists. */
function isBlock(value: unknown): value is object {
  return typeof value === 'object' && value !== null && (!Array.isArray(value) || !value.every(isPlain))
}

/** Whether a value is a record of plain values and lists of them. */
function isFlat(value: unknown): boolean {
  if (Array.isArray(value) || isPlain(value)) return false
  return Object.values(value as object).every(
    (field) => isPlain(field) || (Array.isArray(field) && field.every(isPlain)),
  )
}

function isPlain(value: unknown): boolean {
  return typeof value !== 'object' || value === null
}
