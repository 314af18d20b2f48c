import type { Expectation } from '../../../src/goldens/golden.ts'
import { expectationProblems } from '../../../src/goldens/sets/expectation-problems.ts'

/** Expectations that are valid. Those of a golden are judged once for each repeat. */
const valid = new WeakSet<Expectation>()

/** Records the expectations of a golden set, which were checked when it was read. */
export function acceptExpectations(goldens: readonly { expect?: Expectation }[]): void {
  for (const { expect } of goldens) if (expect !== undefined) valid.add(expect)
}

/** Throws a RangeError that lists what is wrong with the expectation of a call, such as a misspelt key. */
export function assertExpectation(expectation: Expectation, caller: string): void {
  if (valid.has(expectation)) return
  const problems = expectationProblems(expectation)
  if (problems.length > 0) throw new RangeError(`aios: ${caller}: ${problems.join('; ')}`)
  valid.add(expectation)
}
