import type { Golden } from '../src/goldens/sets/golden-set.ts'
import type { RegressionOptions, Slo } from '../src/settings/settings.ts'
import type {
  ConvergenceOptions,
  CorrelationOptions,
  DirectedOptions,
  OutcomeOptions,
} from '../schemas/generated/options.ts'
import type { JestExtended } from './jest-extended.ts'
import type { ProjectAddress } from './broker-protocol.ts'

declare module 'vitest' {
  // A merged interface must repeat Vitest's own type parameters.
  interface Matchers<R, T> extends JestExtended<R, T> {
    /** Whether a reply meets the expectation of its golden. */
    toAnswer(golden: Golden): R
    /** Whether a golden set is worse than its baseline by more than a tolerance (0.25: a quarter). */
    toNotRegressBeyond(tolerance: number | RegressionOptions, options?: Omit<RegressionOptions, 'tolerance'>): R
    /** Whether a golden set meets its service objectives. */
    toMeetSlo(slo: Slo): R
    /** Whether the first of two variants is faster than the second by a factor (2: twice as fast). */
    toBeFasterBy(factor: number, options?: OutcomeOptions): R
    /** Whether the first of two variants is not worse than the second by more than a margin. */
    toBeNoWorseThan(margin: number, options?: OutcomeOptions): R
    /** Whether two variants, or several contexts, differ by at least a minimum. */
    toDifferBy(atLeast: number, options?: DirectedOptions): R
    /** Whether two metrics are correlated. */
    toCorrelate(options: CorrelationOptions): R
    /** Whether a series has settled at a target. */
    toConvergeTo(target: number, options: ConvergenceOptions): R
  }
  interface ProvidedContext {
    aios?: ProjectAddress
    /** Path of jest-extended; absent: not installed. */
    aiosJestExtended?: string
  }
}
