import type { SchemaError } from '../../../schemas/validate.ts'
import { excerpt } from '../excerpt.ts'
import { stepsOf } from './json-text.ts'
import { nearest } from '../../text/nearest.ts'

/** The valid keys of each object of a golden set. */
export const KNOWN_KEYS = {
  set: ['$schema', 'goldens'],
  golden: [
    'id',
    'question',
    'trait',
    'messages',
    'expect',
    'expected_source',
    'expected_tier',
    'description',
    'tags',
    'repeats',
  ],
  message: ['role', 'content'],
  expect: ['contains', 'anyOf', 'equals', 'matches', 'number', 'json', 'minLength', 'maxLength', 'excludes'],
  matches: ['pattern', 'flags'],
  number: ['value', 'tolerance', 'after'],
  phrase: ['text', 'inflected'],
} as const

const MISSING: Record<string, string> = {
  goldens: 'the list of goldens',
  id: 'a short name, unique in the set',
  question: 'what the model is asked',
  trait: 'what the question tries, such as "arithmetic"',
  role: 'system, user or assistant',
  content: 'what was said',
  value: 'the number that is expected',
  pattern: 'the regular expression',
  text: 'the text to look for',
}

const TYPES: Record<string, string> = {
  string: 'a text',
  array: 'a list',
  object: 'an object',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
}

/** A finding of the schema in words: what is wrong, and what would be right. `value` is what stands at its place. */
export function wording({ keyword, params, instancePath, message }: SchemaError, value: unknown): string {
  const path = pathOf(instancePath)
  switch (keyword) {
    case 'type': {
      const wanted = [params['type']].flat().map((type) => TYPES[String(type)] ?? String(type))
      const example = instancePath.endsWith('/expect/number') ? ' such as { "value": 42 }' : ''
      return `${path} is ${described(value)}; it must be ${wanted.join(' or ')}${example}`
    }
    case 'required': {
      const missing = String(params['missingProperty'])
      return `${path} has no "${missing}": ${MISSING[missing] ?? 'it is needed'}`
    }
    case 'additionalProperties':
      return unknownKey(path, String(params['additionalProperty']), levelOf(instancePath))
    case 'pattern':
      if (instancePath.endsWith('/flags')) return `${path} is ${described(value)}; it may have i, m, s, and u or v`
      return `${path} is blank; it must say something`
    case 'minItems':
      return instancePath === '' || instancePath === '/goldens'
        ? 'the set is empty; it must hold at least one golden'
        : `${path} is an empty list; name at least one, or leave it out`
    case 'minProperties':
      return `${path} is empty; name one of ${KNOWN_KEYS.expect.join(', ')}, or leave it out`
    case 'minimum':
      return `${path} is ${described(value)}; it must be at least ${String(params['limit'])}`
    case 'enum': {
      const allowed = [params['allowedValues']].flat().map(String)
      const near = typeof value === 'string' ? nearest(value, allowed) : null
      return `${path} is ${described(value)}; it must be ${allowed.join(' or ')}${near === null ? '' : ` (did you mean "${near}"?)`}`
    }
    default:
      return `${path} ${message ?? `fails ${keyword}`}`
  }
}

function unknownKey(path: string, key: string, level: keyof typeof KNOWN_KEYS): string {
  const known = KNOWN_KEYS[level]
  const near = nearest(key, known)
  const advice = near === null ? `known are ${known.join(', ')}` : `did you mean "${near}"?`
  return `${path} has an unknown key ${excerpt(key, 60)}; ${advice}`
}

function levelOf(pointer: string): keyof typeof KNOWN_KEYS {
  const steps = stepsInGolden(pointer)
  if (!steps) return 'set'
  if (steps[0] === 'messages') return 'message'
  if (steps[0] === 'expect') {
    if (steps[1] === undefined) return 'expect'
    return steps[1] === 'matches' || steps[1] === 'number' ? steps[1] : 'phrase'
  }
  return 'golden'
}

/** `expect.number.value`, `messages[2].role`; the golden itself and the set have names of their own. */
function pathOf(pointer: string): string {
  const steps = stepsInGolden(pointer)
  if (!steps) return stepsOf(pointer)[0] ?? 'the file'
  if (steps.length === 0) return 'the golden'
  return steps.map((step, index) => (/^\d+$/.test(step) ? `[${step}]` : index === 0 ? step : `.${step}`)).join('')
}

/** The steps below a golden, null for a place above all goldens. */
function stepsInGolden(pointer: string): string[] | null {
  const steps = stepsOf(pointer)
  const inside = steps[0] === 'goldens' ? steps.slice(1) : steps
  return /^\d+$/.test(inside[0] ?? '') ? inside.slice(1) : null
}

function described(value: unknown): string {
  if (typeof value === 'string') return `the text ${excerpt(value, 60)}`
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}
