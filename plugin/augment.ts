import 'vitest'
import type { Golden } from '../src/goldens/read.ts'
import type { RegressionOptions, Slo } from '../src/settings/types.ts'
import type { BrokerAddress } from './broker/protocol.ts'

declare module 'vitest' {
  // A merged interface must repeat Vitest's own type parameters.
  interface Matchers<R, T> {
    /** Whether a reply meets the expectation of its golden. */
    toAnswer(golden: Golden): R
    /** Whether a golden set got worse than its baseline by more than is tolerated (0.25: a quarter). */
    toNotRegressBeyond(tolerance: number | RegressionOptions, options?: Omit<RegressionOptions, 'tolerance'>): R
    /** Whether a golden set meets its service objectives. */
    toMeetSlo(slo: Slo): R
  }
  interface ProvidedContext {
    aios?: BrokerAddress
  }
}
