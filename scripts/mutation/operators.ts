import type { Node } from './syntax.ts'

/** The replacements of a node, as text. `code` returns the text of a part of it. */
export type Replacements = (node: Node, code: (part: Node) => string) => string[]

/**
 * The changes that a test must detect: constants, comparisons, logic, arithmetic, conditions, and calls that choose or
 * order values. Texts of messages are not changed: end-to-end tests compare whole outputs.
 */
export const replacements: Readonly<Record<string, Replacements>> = {
  Literal: (node, code) => literal(node, code(node)),
  BinaryExpression: ({ operator, left, right }, code) => {
    const between = (other: string) => `${code(left as Node)} ${other} ${code(right as Node)}`
    const others = (BINARY[String(operator)] ?? []).map((other) => (/^\w/.test(other) ? other : between(other)))
    const { type, name } = right as Node
    const isLimit =
      /[<>]/.test(String(operator)) && ['Identifier', 'MemberExpression'].includes(type) && name !== 'Infinity'
    return isLimit ? [...others, between(`${String(operator)} 1.2 *`)] : others
  },
  LogicalExpression: ({ operator, left, right }, code) => {
    if (operator !== '??') {
      return [`${code(left as Node)} ${operator === '&&' ? '||' : '&&'} ${code(right as Node)}`]
    }
    return isUnreachable(left as Node, right as Node) ? [] : [code(left as Node), code(right as Node)]
  },
  UnaryExpression: ({ operator, argument }, code) =>
    operator === '-' || operator === '!' ? [code(argument as Node)] : [],
  UpdateExpression: ({ operator, argument, prefix }, code) => {
    const other = operator === '++' ? '--' : '++'
    return [prefix === true ? other + code(argument as Node) : code(argument as Node) + other]
  },
  AssignmentExpression: ({ operator, left, right }, code) => {
    const other = ASSIGNMENT[String(operator)]
    return other === undefined ? [] : [`${code(left as Node)} ${other} ${code(right as Node)}`]
  },
  CallExpression: (node, code) => call(node, code),
}

/**
 * Whether a fallback is there for the type checker alone: a constant for `list[index]` that is in range, or for a
 * function such as the mean, which has no value for an empty list only.
 */
export function isUnreachable(value: Node, fallback: Node): boolean {
  if (value.type === 'MemberExpression' && value['computed'] === true) return true
  const isConstant = fallback.type === 'Literal' || (fallback.type === 'Identifier' && fallback['name'] === 'NaN')
  return isConstant && value.type === 'CallExpression' && (value['callee'] as Node).type === 'Identifier'
}

const BINARY: Readonly<Record<string, readonly string[]>> = {
  '<': ['<=', 'true', 'false'],
  '<=': ['<', 'true', 'false'],
  '>': ['>=', 'true', 'false'],
  '>=': ['>', 'true', 'false'],
  '===': ['true', 'false'],
  '!==': ['true', 'false'],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '**': ['*'],
}

const ASSIGNMENT: Readonly<Record<string, string>> = { '+=': '-=', '-=': '+=', '*=': '/=', '/=': '*=', '??=': '=' }

const ROUNDING = 1e-9

/** Methods, each with one that is easily confused with it. */
const SWAPPED: Readonly<Record<string, string>> = {
  min: 'max',
  max: 'min',
  floor: 'ceil',
  ceil: 'floor',
  round: 'floor',
  some: 'every',
  every: 'some',
  startsWith: 'endsWith',
  endsWith: 'startsWith',
}

/** Methods whose result has the type of their object. */
const LEFT_OUT = ['filter', 'slice', 'sort', 'toSorted', 'reverse', 'toReversed', 'trim', 'toLowerCase', 'normalize']

function call({ callee, arguments: given }: Node, code: (part: Node) => string): string[] {
  const { type, object, property } = callee as Node
  if (type !== 'MemberExpression' || (property as Node).type !== 'Identifier') return []
  const name = String((property as Node)['name'])
  const values = (given as Node[]).map(code)
  const swapped = Object.hasOwn(SWAPPED, name) ? SWAPPED[name] : undefined
  if (swapped !== undefined) return [`${code(object as Node)}.${swapped}(${values.join(', ')})`]
  if (name === 'abs') return [values.join(', ')]
  return LEFT_OUT.includes(name) ? [code(object as Node)] : []
}

function literal({ value, regex }: Node, text: string): string[] {
  if (typeof value === 'boolean') return [String(!value)]
  if (typeof value === 'number') return Number.isFinite(value) ? number(value).map(String) : []
  return regex === undefined || regex === null ? [] : patterns(text)
}

/** A constant of a method is scaled, a count moves by one. Tolerances of rounding stay: only their order counts. */
function number(value: number): number[] {
  if (value === 0) return [1]
  if (value <= ROUNDING) return []
  return Number.isSafeInteger(value) ? [value + 1, value - 1] : [value * 1.2, value / 1.2]
}

/** Regular expressions that match a little more or less. */
function patterns(text: string): string[] {
  const changes: [RegExp, (part: string) => string][] = [
    [/(?<!\\)[\^$](?![^[]*\])|\\b/g, () => ''],
    [/(?<![\\(])[*+](?!\])/g, (part) => (part === '*' ? '+' : '{1}')],
    [/\[\^/g, () => '['],
    [/\{(\d+)(?=[,}])/g, (part) => `{${Number(part.slice(1)) + 1}`],
    [/(?<=\{\d+,)\d+(?=\})/g, (part) => String(Number(part) - 1)],
    [/i(?=[a-z]*$)/g, () => ''],
  ]
  const all = changes.flatMap(([what, by]) =>
    [...text.matchAll(what)].map(
      ({ 0: part, index }) => text.slice(0, index) + by(part) + text.slice(index + part.length),
    ),
  )
  return [...new Set(all)].filter((changed) => changed !== text && isPattern(changed))
}

function isPattern(text: string): boolean {
  const end = text.lastIndexOf('/')
  try {
    return new RegExp(text.slice(1, end), text.slice(end + 1)).source !== ''
  } catch {
    return false
  }
}
