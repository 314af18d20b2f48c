import type { Node } from 'jsonc-parser'
import type { Golden } from '../golden.ts'
import { nodeAt, readJsonText } from './json-text.ts'

/**
 * The text of a golden set with a golden added at its end, in the format of the last one: one line or several, with its
 * indentation and line ends. The rest of the text stays as it is. The set must be valid, or an empty list. Pure.
 */
export function insertGolden(text: string, golden: Golden): string {
  const mark = text.startsWith('\ufeff') ? '\ufeff' : ''
  const json = text.slice(mark.length)
  const root = readJsonText(json).content?.root
  const list = root?.type === 'array' ? root : root && nodeAt(root, '/goldens')
  if (list?.type !== 'array') throw new Error('a golden set must be an array of goldens, or an object with "goldens"')
  const newline = json.includes('\r\n') ? '\r\n' : '\n'
  const last = list.children?.at(-1)
  if (last === undefined) {
    const [start, end] = [list.offset, list.offset + list.length]
    const outer = indentAt(json, start)
    const item = `${newline}${outer}  ${multiline(golden, '  ', `${outer}  `, newline)}${newline}${outer}`
    return `${mark}${json.slice(0, start + 1)}${item}${json.slice(end - 1)}`
  }
  const end = last.offset + last.length
  const separator = json.slice(gapStart(json, list, last), last.offset)
  return `${mark}${json.slice(0, end)},${separator === '' ? '' : separator}${formatted(json, last, golden, newline)}${json.slice(end)}`
}

/** A new golden set with one golden. `schema`: the path of the schema, for editors. */
export function newGoldenSet(schema: string, golden: Golden): string {
  return `${JSON.stringify({ $schema: schema, goldens: [golden] }, null, 2)}\n`
}

/** Where the white space before the last golden begins. */
function gapStart(json: string, { offset, children = [] }: Node, last: Node): number {
  const before = children.at(-2)
  const from = before === undefined ? offset + 1 : before.offset + before.length
  return from + json.slice(from, last.offset).lastIndexOf(',') + 1
}

function formatted(json: string, last: Node, golden: Golden, newline: string): string {
  const text = json.slice(last.offset, last.offset + last.length)
  if (!text.includes('\n')) return oneLine(golden, { spaced: text.startsWith('{ '), afterColon: /":\s/.test(text) })
  const outer = indentAt(json, last.offset)
  const inner = /\n([ \t]*)"/.exec(text)?.[1] ?? `${outer}  `
  const step = inner.startsWith(outer) ? inner.slice(outer.length) : '  '
  return multiline(golden, step, outer, newline)
}

/** The white space at the beginning of the line of an offset. */
function indentAt(json: string, offset: number): string {
  const line = json.slice(json.lastIndexOf('\n', offset - 1) + 1, offset)
  return /^[ \t]*/.exec(line)?.[0] ?? ''
}

function multiline(value: object, step: string, outer: string, newline: string): string {
  return JSON.stringify(value, null, step === '' ? '  ' : step)
    .split('\n')
    .map((line, index) => (index === 0 ? line : outer + line))
    .join(newline)
}

function oneLine(value: unknown, style: { spaced: boolean; afterColon: boolean }): string {
  if (Array.isArray(value)) return `[${value.map((each) => oneLine(each, style)).join(style.afterColon ? ', ' : ',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const pad = style.spaced ? ' ' : ''
  const pairs = Object.entries(value).map(
    ([key, each]) => `${JSON.stringify(key)}:${style.afterColon ? ' ' : ''}${oneLine(each, style)}`,
  )
  return `{${pad}${pairs.join(style.afterColon ? ', ' : ',')}${pad}}`
}
