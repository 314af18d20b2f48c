/**
 * The matchers of jest-extended 7, without those that Vitest has itself. Declared here because jest-extended's own types
 * do not compile without those of Jest, and accept every misspelt matcher.
 */
export interface JestExtendedMatchers<R, T> {
  /** A string, array, object, `Map` or `Set` without content. */
  toBeEmpty(): R
  /** `null` or `undefined`. */
  toBeNil(): R
  /** An array. */
  toBeArray(): R
  /** An array of this length. */
  toBeArrayOfSize(size: number): R
  /** A date after another one. */
  toBeAfter(date: Date): R
  /** A date before another one. */
  toBeBefore(date: Date): R
  /** A bigint. */
  toBeBigInt(): R
  /** An array with each of these members, and possibly others. */
  toIncludeAllMembers(members: readonly unknown[]): R
  /** An array with a match for each of these partial objects, and possibly others. */
  toIncludeAllPartialMembers(members: readonly unknown[]): R
  /** An array that matches exactly these partial objects, in any order. */
  toIncludeSamePartialMembers(members: readonly unknown[]): R
  /** An array with at least one of these members. */
  toIncludeAnyMembers(members: readonly unknown[]): R
  /** An array of exactly these members, in any order. */
  toIncludeSameMembers(members: readonly unknown[]): R
  /** An array with a match for this partial object. */
  toPartiallyContain(member: unknown): R
  /** An array whose values all satisfy the predicate. */
  toSatisfyAll(predicate: (value: Element<T>) => boolean): R
  /** An array with a value that satisfies the predicate. */
  toSatisfyAny(predicate: (value: Element<T>) => boolean): R
  /** A boolean. */
  toBeBoolean(): R
  /** `true` itself. */
  toBeTrue(): R
  /** `false` itself. */
  toBeFalse(): R
  /** A `Date`. */
  toBeDate(): R
  /** A `Date` that holds a valid time. */
  toBeValidDate(): R
  /** A function. */
  toBeFunction(): R
  /** A string that `Date` can parse. */
  toBeDateString(): R
  /** An HTML colour, such as `#c0ffee`. */
  toBeHexadecimal(): R
  /** A number or bigint. */
  toBeNumber(): R
  /** A bigint, or a number that is neither `NaN` nor infinite. */
  toBeFinite(): R
  /** A number or bigint above 0. */
  toBePositive(): R
  /** A number or bigint below 0. */
  toBeNegative(): R
  /** An even number or bigint. */
  toBeEven(): R
  /** An odd number or bigint. */
  toBeOdd(): R
  /** A number from `start`, below `end`. */
  toBeWithin(start: number, end: number): R
  /** An array of numbers from `min`, below `max`. */
  toBeInRange(min: number | bigint, max: number | bigint): R
  /** An integer. */
  toBeInteger(): R
  /** An object. */
  toBeObject(): R
  /** A function that changes what `checker` returns. */
  toChange(checker: () => unknown): R
  /** A function that changes what `checker` returns by this amount; default 1. */
  toChangeBy(checker: () => number | bigint, by?: number | bigint): R
  /** A function that changes what `checker` returns to this value. */
  toChangeTo<E = unknown>(checker: () => E, to: E): R
  /** An object with this key. */
  toContainKey(key: PropertyKey): R
  /** An object with all of these keys. */
  toContainKeys(keys: readonly PropertyKey[]): R
  /** An object with exactly these keys. */
  toContainAllKeys(keys: readonly PropertyKey[]): R
  /** An object with at least one of these keys. */
  toContainAnyKeys(keys: readonly PropertyKey[]): R
  /** An object with this value. */
  toContainValue(value: unknown): R
  /** An object with all of these values. */
  toContainValues(values: readonly unknown[]): R
  /** An object with exactly these values. */
  toContainAllValues(values: readonly unknown[]): R
  /** An object with at least one of these values. */
  toContainAnyValues(values: readonly unknown[]): R
  /** An object with this key and value. */
  toContainEntry(entry: readonly [PropertyKey, unknown]): R
  /** An object with all of these entries. */
  toContainEntries(entries: readonly (readonly [PropertyKey, unknown])[]): R
  /** An object with exactly these entries. */
  toContainAllEntries(entries: readonly (readonly [PropertyKey, unknown])[]): R
  /** An object with at least one of these entries. */
  toContainAnyEntries(entries: readonly (readonly [PropertyKey, unknown])[]): R
  /** An object that takes new properties. */
  toBeExtensible(): R
  /** A frozen object. */
  toBeFrozen(): R
  /** A sealed object. */
  toBeSealed(): R
  /** A promise that resolves. Await the assertion. */
  toResolve(): Promise<void>
  /** A promise that rejects. Await the assertion. */
  toReject(): Promise<void>
  /** A string. */
  toBeString(): R
  /** A string that differs in case at most. */
  toEqualCaseInsensitive(text: string): R
  /** A string that starts so. */
  toStartWith(prefix: string): R
  /** A string that ends so. */
  toEndWith(suffix: string): R
  /** A string with this substring. */
  toInclude(substring: string): R
  /** A string with this substring exactly so many times. */
  toIncludeRepeated(substring: string, times: number): R
  /** A string with all of these substrings. */
  toIncludeMultiple(substrings: readonly string[]): R
  /** A function that throws an error of this type, with this message. */
  toThrowWithMessage(
    type: (new (...args: never[]) => Error) | ((...args: never[]) => Error),
    message: string | RegExp,
  ): R
  /** An object without properties. */
  toBeEmptyObject(): R
  /** A symbol. */
  toBeSymbol(): R
  /** A date from `start` to `end`. */
  toBeBetween(start: Date, end: Date): R
  /** A date not after another one. */
  toBeBeforeOrEqualTo(date: Date): R
  /** A date not before another one. */
  toBeAfterOrEqualTo(date: Date): R
  /** A string that differs in whitespace at most. */
  toEqualIgnoringWhitespace(text: string): R
}

/** Without an array, `never`: a predicate with any type of parameter compiles. */
type Element<T> = T extends readonly (infer E)[] ? E : never

/** Without any key where the package is not installed: see `optional-packages.d.ts`. */
type Package = typeof import('jest-extended/package.json')

/** The matchers of jest-extended where it is installed, none elsewhere. */
export type JestExtended<R, T> = keyof Package extends never ? {} : JestExtendedMatchers<R, T>
