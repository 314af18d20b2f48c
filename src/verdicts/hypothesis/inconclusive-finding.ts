import type { Basis } from '../golden.ts'
import type { Effect, Inconclusive } from './finding.ts'

/** The finding for data that cannot be judged. */
export function inconclusiveFinding(
  { basis }: { basis: Basis | null },
  facts: { method: string; effect: Effect; alpha: number; n: number; reason: string },
): Inconclusive {
  const { method, effect, alpha, n, reason } = facts
  return {
    outcome: 'inconclusive',
    method,
    effect,
    interval: { lower: null, upper: null, confidence: 1 - alpha },
    p: null,
    n,
    repeats: 0,
    basis,
    reason,
  }
}
