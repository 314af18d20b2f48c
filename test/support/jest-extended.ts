import * as jestExtended from 'jest-extended'
import type CustomMatchers from 'jest-extended'
import { expect } from 'vitest'

// Its own types describe what the matchers look like on `expect(...)`, not the functions that are passed here.
expect.extend(jestExtended as unknown as Parameters<typeof expect.extend>[0])

/** Without its string index signature, under which any misspelt matcher would compile. */
type Known<T> = { [K in keyof T as string extends K ? never : K]: T[K] }

declare module 'vitest' {
  interface Matchers<R, T> extends Omit<Known<CustomMatchers<R>>, 'toSatisfy' | 'toBeOneOf' | 'pass' | 'fail'> {}
}
