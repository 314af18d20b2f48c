import { GoldenSetError } from './golden-set-error.ts'
import { parseGoldenSet } from './golden-set.ts'

/** A function is invalid everywhere; JSON would leave it out. */
const withFunctions = (_key: string, value: unknown): unknown => (typeof value === 'function' ? null : value)

/** What is wrong with an expectation that code gives, in the words of the errors of golden files. Pure. */
export function expectationProblems(expect: unknown): string[] {
  try {
    parseGoldenSet(
      JSON.stringify([{ id: 'code', question: 'A question.', trait: 'code', expect }], withFunctions),
      'code',
    )
    return []
  } catch (error) {
    if (error instanceof GoldenSetError) return error.problems.map(({ message }) => message)
    throw error
  }
}
