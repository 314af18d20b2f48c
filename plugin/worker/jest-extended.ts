import { createRequire } from 'node:module'
import { chai, expect, type MatchersObject, type MatcherState } from 'vitest'
import type { JestExtendedMatchers } from '../jest-extended.ts'

type Matcher = MatchersObject[string]

/**
 * Adds the matchers of jest-extended to `expect`, except those that exist already. The package is loaded when the first
 * of them is called, because loading it takes longer than many test files run.
 */
export function addJestExtended(path: string): void {
  let loaded: Record<string, Matcher> | undefined
  const load = (): Record<string, Matcher> => (loaded ??= createRequire(path)(path) as Record<string, Matcher>)
  const missing = JEST_EXTENDED_MATCHERS.filter((name) => !(name in chai.Assertion.prototype))
  expect.extend(Object.fromEntries(missing.map((name) => [name, matcher(name, load)])))
}

function matcher(name: string, load: () => Record<string, Matcher>): Matcher {
  return function (this: MatcherState, received: unknown, ...expected: unknown[]) {
    const found = load()[name]
    if (found === undefined) throw new TypeError(`this version of jest-extended has no matcher ${name}`)
    return found.call(this, received, ...expected)
  }
}

/** By name, so that a matcher without a declared type does not compile, and neither does a type without an entry. */
const NAMES: Record<keyof JestExtendedMatchers<void, unknown>, true> = {
  toBeEmpty: true,
  toBeNil: true,
  toBeArray: true,
  toBeArrayOfSize: true,
  toBeAfter: true,
  toBeBefore: true,
  toBeBigInt: true,
  toIncludeAllMembers: true,
  toIncludeAllPartialMembers: true,
  toIncludeSamePartialMembers: true,
  toIncludeAnyMembers: true,
  toIncludeSameMembers: true,
  toPartiallyContain: true,
  toSatisfyAll: true,
  toSatisfyAny: true,
  toBeBoolean: true,
  toBeTrue: true,
  toBeFalse: true,
  toBeDate: true,
  toBeValidDate: true,
  toBeFunction: true,
  toBeDateString: true,
  toBeHexadecimal: true,
  toBeNumber: true,
  toBeFinite: true,
  toBePositive: true,
  toBeNegative: true,
  toBeEven: true,
  toBeOdd: true,
  toBeWithin: true,
  toBeInRange: true,
  toBeInteger: true,
  toBeObject: true,
  toChange: true,
  toChangeBy: true,
  toChangeTo: true,
  toContainKey: true,
  toContainKeys: true,
  toContainAllKeys: true,
  toContainAnyKeys: true,
  toContainValue: true,
  toContainValues: true,
  toContainAllValues: true,
  toContainAnyValues: true,
  toContainEntry: true,
  toContainEntries: true,
  toContainAllEntries: true,
  toContainAnyEntries: true,
  toBeExtensible: true,
  toBeFrozen: true,
  toBeSealed: true,
  toResolve: true,
  toReject: true,
  toBeString: true,
  toEqualCaseInsensitive: true,
  toStartWith: true,
  toEndWith: true,
  toInclude: true,
  toIncludeRepeated: true,
  toIncludeMultiple: true,
  toThrowWithMessage: true,
  toBeEmptyObject: true,
  toBeSymbol: true,
  toBeBetween: true,
  toBeBeforeOrEqualTo: true,
  toBeAfterOrEqualTo: true,
  toEqualIgnoringWhitespace: true,
}

export const JEST_EXTENDED_MATCHERS: readonly string[] = Object.keys(NAMES)
