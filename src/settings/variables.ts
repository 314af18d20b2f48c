import { type Variable, VARIABLES } from '../../schemas/generated/options.variables.ts'
import { isRecord } from '../is-record.ts'
import { decimalNumber } from '../text/decimal.ts'
import type { OptionNames } from '../text/option-errors.ts'
import { nearest } from '../text/nearest.ts'
import { unknownOption } from '../text/option-errors.ts'

/** The environment of a process. */
export type Environment = Readonly<Record<string, string | undefined>>

/** A setting that its variable sets. */
export interface SetVariable {
  /** The place of its option. */
  path: readonly string[]
  name: string
  /** As it is in the environment. */
  text: string
  /** Converted to the type of the option; the text itself where that is not possible. */
  value: unknown
  /** The form of the text, where that is not the form of the option. */
  expected?: string
}

/** The settings that the environment sets. An empty variable sets nothing. Pure. */
export function readVariables(env: Environment): SetVariable[] {
  return VARIABLES.flatMap(({ path, names, type, expected }) => {
    const name = names.find((each) => env[each] !== undefined && env[each] !== '')
    const text = name === undefined ? undefined : env[name]
    if (name === undefined || text === undefined) return []
    return [{ path, name, text, value: valueOf(text.trim(), type), ...(expected === undefined ? {} : { expected }) }]
  })
}

/** Errors for variables of the environment that are probably misspelt names of settings. Pure. */
export function misspeltVariables(env: Environment): string[] {
  const known = VARIABLES.flatMap(({ names }) => names)
  return Object.keys(env)
    .filter((name) => name.startsWith('AIOS_') && !known.includes(name) && nearest(name, known) !== null)
    .map((name) => unknownOption(name, known, 'variable'))
}

/** The options, with the values of variables in their places. A part that is not an object is kept, for the validator to report. Pure. */
export function withVariables(options: Record<string, unknown>, variables: readonly SetVariable[]): object {
  return variables.reduce((all, { path, value }) => withValue(all, path, value), options)
}

/** How errors name the values of variables. */
export function variableNames(variables: readonly SetVariable[]): NonNullable<OptionNames['sources']> {
  return new Map(variables.map(({ path, ...variable }) => [`/${path.join('/')}`, variable]))
}

function withValue(
  options: Record<string, unknown>,
  [name = '', ...inner]: readonly string[],
  value: unknown,
): Record<string, unknown> {
  if (inner.length === 0) return { ...options, [name]: value }
  const part = options[name] ?? {}
  return isRecord(part) ? { ...options, [name]: withValue(part, inner, value) } : options
}

function valueOf(text: string, type: Variable['type']): unknown {
  if (type === 'object') return listsIn(text)
  if (type === 'boolean')
    return ({ '1': true, true: true, '0': false, false: false } as Record<string, boolean>)[text] ?? text
  return type === 'number' ? (decimalNumber(text) ?? text) : text
}

/** `name=other,another;name2=other2` as an object of arrays. */
function listsIn(text: string): Record<string, string[]> {
  const entries = text.split(';').filter((part) => part.trim() !== '')
  return Object.fromEntries(
    entries.map((entry) => {
      const [name = '', ...others] = entry.split('=')
      const values = others.join('=').split(',')
      return [name.trim(), values.map((value) => value.trim())]
    }),
  )
}
