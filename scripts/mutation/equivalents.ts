/** A piece of a source in which changes give the same result. */
export interface Equivalent {
  code: string
  /** Only this change. Default: all in the piece. */
  to?: string
  reason: string
}

const EDGE = 'continuous values do not meet it exactly'
const ORDER = 'only its order of magnitude counts: a search that ends where the answer is null'
const TOGETHER = 'both are null together'

/** Changes that no test can notice, by file. Keep the list short, and review it like code. */
export const equivalents: Readonly<Record<string, readonly Equivalent[]>> = {
  'src/evidence/regression/needs.ts': [
    { code: '100_000', reason: ORDER },
    { code: 'estimate < margin', to: 'estimate <= margin', reason: 'at the margin the gap is 0 either way' },
    { code: 'allowed <= 0', to: 'allowed < 0', reason: EDGE },
    { code: 'perGolden <= 0', to: 'perGolden < 0', reason: EDGE },
    { code: 'centre + half < margin', to: 'centre + half <= margin', reason: EDGE },
    { code: 'from > to || !holds(to)', to: 'from >= to', reason: 'the range never has a single number' },
    { code: 'from > to || !holds(to)', to: 'from > 1.2 * to', reason: 'beyond the range nothing holds' },
    { code: '(low + high) / 2', reason: 'a bisection may round either way' },
    {
      code: 'Math.floor((low + high) / 2)',
      to: 'Math.ceil((low + high) / 2)',
      reason: 'a bisection may round either way',
    },
  ],
  'src/evidence/regression/latency.ts': [
    { code: 'lower !== null', to: 'true', reason: 'null is not above a number' },
    { code: 'lower > 0', to: 'lower >= 0', reason: EDGE },
    { code: 'lower > margin', to: 'lower >= margin', reason: EDGE },
    { code: 'alone.lower === null || alone.upper === null', reason: TOGETHER },
    { code: '?? -1) > 0', reason: 'the fallback is below 0, whatever it is' },
    { code: 'high - low > 1e-3', reason: 'precision of a printed p value' },
    { code: 'value !== null && Number.isFinite(value)', reason: 'latencies are finite where they are compared' },
  ],
  'src/evidence/regression/point-rule.ts': [
    { code: 'baseline === null || current === null', reason: TOGETHER },
    { code: '1e-9', reason: 'a tolerance of rounding' },
    { code: '(change ?? Infinity) > limit + ROUNDING', to: '(change ?? Infinity) >= limit + ROUNDING', reason: EDGE },
    {
      code: 'change !== null && change < -tolerance - ROUNDING',
      to: 'true',
      reason: 'null is not below a negative number',
    },
    { code: 'change < -tolerance - ROUNDING', to: 'change <= -tolerance - ROUNDING', reason: EDGE },
    { code: 'Math.abs(change) > limit + ROUNDING', to: 'Math.abs(change) >= limit + ROUNDING', reason: EDGE },
    { code: 'Math.abs(change) < ROUNDING', reason: 'a tolerance of rounding' },
  ],
  'src/evidence/regression/quality.ts': [
    { code: 'midFall <= levels.fail', to: 'midFall < levels.fail', reason: 'no probability is exactly the level' },
    { code: '< -margin,', to: '<= -margin', reason: EDGE },
    { code: 'change < -margin - ROUNDING', to: 'change <= -margin - ROUNDING', reason: EDGE },
  ],
  'src/evidence/regression/routing.ts': [
    { code: 'rise <= levels.fail', to: 'rise < levels.fail', reason: 'no probability is exactly the level' },
    { code: 'fall <= levels.fail', to: 'fall < levels.fail', reason: 'no probability is exactly the level' },
    { code: 'surest.lower > margin', to: 'surest.lower >= margin', reason: EDGE },
    { code: 'surest.upper < -margin', to: 'surest.upper <= -margin', reason: EDGE },
  ],
  'src/evidence/regression/slower.ts': [
    { code: '(adjusted[index] ?? 1) <= 0.05', to: '(adjusted[index] ?? 1) < 0.05', reason: EDGE },
    {
      code: 'difference > Math.log1p(tolerance)',
      to: 'difference >= Math.log1p(tolerance)',
      reason: EDGE,
    },
    { code: 'difference > 0 ? 0 : 1', reason: 'the tolerance is above 0 as well' },
  ],
  'src/evidence/regression/comparison.ts': [
    { code: '{ shares: [1], index: 0 }', reason: 'a single look has no shares to spend by' },
  ],
  'src/evidence/regression/repeats.ts': [
    { code: 'cv < Infinity', to: 'cv < 1.2 * Infinity', reason: 'the same number' },
    { code: 'drift < Infinity', to: 'drift < 1.2 * Infinity', reason: 'the same number' },
    { code: 'allowed <= 0', to: 'allowed < 0', reason: EDGE },
    { code: '- 1e-9', reason: 'a tolerance of rounding' },
    { code: 'noise / (goldens * allowed) - 1e-9', to: 'noise / (goldens * allowed) + 1e-9', reason: EDGE },
  ],
}
