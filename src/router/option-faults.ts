import { inspect } from 'node:util'
import { nearest } from '../text/nearest.ts'
import type { RouterOptions } from './options.ts'
import type { PolicyOptions } from './policy.ts'
import { FEATURES } from './weight/features.ts'

const RANGES: Record<
  keyof PolicyOptions | 'controlShare' | 'saveAfterMs',
  { most: number; above0?: true; whole?: true }
> = {
  controlShare: { most: 1 },
  minSamplesBeforeAdapt: { most: Infinity, whole: true },
  adaptationStrength: { most: 1 },
  maxDrift: { most: 0.5 },
  latencyLimitMs: { most: Infinity, above0: true },
  latencyCost: { most: Infinity },
  saveAfterMs: { most: 60_000 },
}

/** What values may be that are no numbers of a range, and how that is said. */
const KINDS: Record<
  Exclude<keyof RouterOptions, keyof typeof RANGES>,
  { must: string; is: (value: unknown) => boolean }
> = {
  policy: {
    must: 'evidence, threshold or a policy of your own',
    is: (value) => value === 'evidence' || value === 'threshold' || isPolicy(value),
  },
  adaptive: { must: 'true or false', is: (value) => typeof value === 'boolean' },
  fallback: {
    must: 'embedder, both or none',
    is: (value) => ['embedder', 'both', 'none'].some((known) => known === value),
  },
  store: {
    must: 'what fileStore, redisStore or memoryStore gives',
    is: (value) => hasMethods(value, ['load', 'add', 'commit', 'reset', 'close']),
  },
  weights: {
    must: 'what readCoefficients gives',
    is: (value) => value === null || isCoefficients(value),
  },
  onMove: { must: 'a function', is: isFunction },
  warn: { must: 'a function', is: isFunction },
  random: { must: 'a function', is: isFunction },
  now: { must: 'a function', is: isFunction },
}

/** What is wrong with options: names that are none, and values out of their range or of another kind. None: they can be used. */
export function optionFaults(options: object): string[] {
  return Object.entries(options).flatMap(([name, value]: [string, unknown]) => {
    if (value === undefined) return []
    if (isKeyOf(name, RANGES)) return rangeFaults(name, value)
    if (!isKeyOf(name, KINDS)) return [unknown(name)]
    const { must, is } = KINDS[name]
    return is(value) ? [] : [`${name} must be ${must}, not ${shown(value)}`]
  })
}

function rangeFaults(name: keyof typeof RANGES, value: unknown): string[] {
  const { most, above0, whole } = RANGES[name]
  const isInside =
    typeof value === 'number' &&
    Number.isFinite(value) &&
    value >= 0 &&
    value <= most &&
    !(above0 && value === 0) &&
    !(whole && !Number.isInteger(value))
  const range = `${whole ? 'a whole number ' : ''}${above0 ? 'above' : 'from'} 0${most === Infinity ? '' : ` to ${most}`}`
  return isInside ? [] : [`${name} must be ${range}, not ${shown(value)}`]
}

function unknown(name: string): string {
  const meant = nearest(name, [...Object.keys(RANGES), ...Object.keys(KINDS)])
  return `there is no option ${name}${meant === null ? '' : `; is it ${meant}?`}`
}

function isKeyOf<T extends object>(name: string, of: T): name is keyof T & string {
  return Object.hasOwn(of, name)
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function'
}

function isPolicy(value: unknown): boolean {
  return hasMethods(value, ['plan', 'learn', 'evaluateMove']) && typeof (value as { name?: unknown }).name === 'string'
}

function hasMethods(value: unknown, methods: readonly string[]): boolean {
  if (typeof value !== 'object' || value === null) return false
  return methods.every((method) => isFunction((value as Record<string, unknown>)[method]))
}

function isCoefficients(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { base, features } = value as Record<string, unknown>
  if (!Number.isFinite(base) || typeof features !== 'object' || features === null) return false
  return FEATURES.every((name) => Number.isFinite((features as Record<string, unknown>)[name]))
}

function shown(value: unknown): string {
  return inspect(value, { depth: 0 })
}
