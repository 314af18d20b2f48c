import { inspect } from 'node:util'
import { type Metric, METRICS } from './sample.ts'

/** What is claimed and how it will be judged, written down before it is measured. */
export interface HypothesisDeclaration {
  /** The claim in words. */
  claim: string
  /** Largest chance of calling a claim supported that does not hold, above 0 and below 0.5. Default 0.05. */
  alpha?: number
  /** The limit of the claim on its own scale: a factor, a largest difference that still counts as none. Above 0. */
  margin?: number
  /** The smallest effect that counts, above 0. Give this or a margin, not both. */
  minimumEffect?: number
  /** What is measured; left out: the matcher says it. */
  metric?: Metric
  /** Chance to decide that the advice on goldens and repeats aims at, 0.5 to 1. Default 0.8. */
  power?: number
  /** `hold`: an outcome other than supported fails the test. Left out: any outcome is a result. */
  must?: 'hold'
}

export const DEFAULT_ALPHA = 0.05

export const DEFAULT_POWER = 0.8

type Key = keyof HypothesisDeclaration

const isAmount = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value) && value > 0

const RULES: Record<Key, { holds(value: unknown): boolean; words: string }> = {
  claim: {
    holds: (value) => typeof value === 'string' && value.trim() !== '',
    words: 'a sentence that can turn out to be wrong',
  },
  alpha: { holds: isAlpha, words: 'above 0 and below 0.5, such as 0.05' },
  margin: { holds: isAmount, words: 'a number above 0' },
  minimumEffect: {
    holds: isAmount,
    words: 'a number above 0, because no measurement could refute an effect of any size',
  },
  metric: { holds: (value) => METRICS.some((metric) => metric === value), words: `one of ${METRICS.join(', ')}` },
  power: {
    holds: (value) => typeof value === 'number' && value >= 0.5 && value < 1,
    words: 'a chance from 0.5 to below 1, such as 0.8',
  },
  must: { holds: (value) => value === 'hold', words: "'hold' or left out" },
}

/** Can a claim be judged at this alpha? From 0.5 on its two bounds would cross, and prove it and its opposite. */
export function isAlpha(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && value < 0.5
}

/** What is wrong with a declaration that a person wrote, one line each; none: it can be judged. */
export function declarationFaults(id: unknown, value: unknown): string[] {
  const named = typeof id === 'string' && id.trim() !== ''
  const name = named ? `hypothesis ${id}` : 'a hypothesis'
  const unnamed = named ? [] : [`a hypothesis needs an id, such as 'H3', not ${inspect(id)}`]
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [...unnamed, `${name}: its declaration must be an object such as { claim: '...' }; it is ${inspect(value)}`]
  }
  const given = Object.entries({ claim: undefined, ...value })
  const faults = given.flatMap(([key, part]: [string, unknown]) => {
    if (!isKey(key)) return [`"${key}" is no part of a declaration; known are ${Object.keys(RULES).join(', ')}`]
    if ((part === undefined && key !== 'claim') || RULES[key].holds(part)) return []
    return [`${key} must be ${RULES[key].words}; it is ${inspect(part)}`]
  })
  const { margin, minimumEffect }: { margin?: unknown; minimumEffect?: unknown } = value
  const contradiction =
    margin === undefined || minimumEffect === undefined
      ? []
      : ['margin and minimumEffect contradict each other: a claim has one limit; leave one of them out']
  return [...unnamed, ...[...faults, ...contradiction].map((fault) => `${name}: ${fault}`)]
}

function isKey(key: string): key is Key {
  return Object.hasOwn(RULES, key)
}

/**
 * A declaration as one line of JSON, the same for the same declaration: keys sorted, defaults written out. Hashed into
 * the event of a hypothesis, it shows that a limit was changed later.
 */
export function canonicalDeclaration(declaration: HypothesisDeclaration): string {
  const { alpha = DEFAULT_ALPHA, power = DEFAULT_POWER } = declaration
  const parts = Object.entries({ ...declaration, alpha, power }).filter(([, part]) => part !== undefined)
  return JSON.stringify(Object.fromEntries(parts.toSorted(([a], [b]) => (a < b ? -1 : 1))))
}
