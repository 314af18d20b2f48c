/** A piece of a source in which changes give the same result. */
export interface Equivalent {
  code: string
  /** Only this change. Default: all in the piece. */
  to?: string
  reason: string
}

const EDGE = 'continuous values do not meet it exactly'
const ORDER = 'only its order of magnitude counts: a search that ends where the answer is null'
const BISECTION = 'a bisection may round either way'
const NO_P_BETWEEN = 'the p values of a count jump over what lies between; tests pin the level itself'
const DECIDED = 'what is there does not decide, or the comparison would not be open'
const TOGETHER = 'both are null together'

/** Changes that no test can notice, by file. Keep the list short, and review it like code. */
export const equivalents: Readonly<Record<string, readonly Equivalent[]>> = {
  'src/evidence/regression/needs.ts': [
    { code: '100_000', reason: ORDER },
    { code: 'estimate < margin', to: 'estimate <= margin', reason: 'at the margin the gap is 0 either way' },
    { code: 'firstFrom(repeats + 1', reason: DECIDED },
    { code: 'firstFrom(n + 1', reason: DECIDED },
    { code: 'Math.max(repeats + 1', reason: DECIDED },
    { code: 'allowed <= 0', to: 'allowed < 0', reason: EDGE },
    { code: 'perGolden <= 0', to: 'perGolden < 0', reason: EDGE },
    { code: 'centre + half < margin', to: 'centre + half <= margin', reason: EDGE },
    { code: 'from > to || !holds(to)', to: 'from >= to', reason: 'the range never has a single number' },
    { code: 'from > to || !holds(to)', to: 'from > 1.2 * to', reason: 'beyond the range nothing holds' },
    { code: '(low + high) / 2', reason: BISECTION },
    {
      code: 'Math.floor((low + high) / 2)',
      to: 'Math.ceil((low + high) / 2)',
      reason: 'a bisection may round either way',
    },
  ],
  'src/evidence/regression/strata.ts': [
    { code: 'digests[0] !== undefined', reason: 'each is compared with the same one, whichever it is' },
    { code: 'digest === digests[0]', reason: 'each is compared with the same one, whichever it is' },
    { code: 'replies[0]?.source', reason: 'each is compared with the same one, whichever it is' },
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
    { code: 'midFall <= levels.fail', to: 'midFall <= 1.2 * levels.fail', reason: NO_P_BETWEEN },
    { code: 'midFall <= levels.fail', to: 'midFall < levels.fail', reason: 'no probability is exactly the level' },
    { code: '< -margin,', to: '<= -margin', reason: EDGE },
    { code: 'change < -margin - ROUNDING', to: 'change <= -margin - ROUNDING', reason: EDGE },
  ],
  'src/evidence/regression/routing.ts': [
    { code: 'rise <= levels.fail', to: 'rise <= 1.2 * levels.fail', reason: NO_P_BETWEEN },
    { code: 'rise <= levels.fail', to: 'rise < levels.fail', reason: 'no probability is exactly the level' },
    { code: 'fall <= levels.fail', to: 'fall <= 1.2 * levels.fail', reason: NO_P_BETWEEN },
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
    { code: 'allowed <= 0', to: 'allowed < 0', reason: EDGE },
    { code: '- 1e-9', reason: 'a tolerance of rounding' },
    { code: 'noise / (goldens * allowed) - 1e-9', to: 'noise / (goldens * allowed) + 1e-9', reason: EDGE },
  ],
  'src/evidence/slo/repeated-quantile.ts': [
    { code: 'reached >= share - ROUNDING', to: 'reached > share - ROUNDING', reason: EDGE },
    { code: 'weighted.at(-1)?.value ?? null', reason: 'the sum of the weights reaches every share before' },
    { code: 'Math.floor((low + high) / 2)', to: 'Math.ceil((low + high) / 2)', reason: BISECTION },
  ],
  'src/evidence/slo/measure.ts': [
    { code: 'MOST = 1_000_000', reason: ORDER },
    { code: 'shares.length >= MOST', reason: ORDER },
    { code: 'Math.floor((low + high) / 2)', to: 'Math.ceil((low + high) / 2)', reason: BISECTION },
    { code: 'mean(group) ?? []', to: 'mean(group)', reason: 'groups have values' },
  ],
  'src/evidence/slo/judge.ts': [
    { code: 'value >= target - ROUNDING', to: 'value > target - ROUNDING', reason: EDGE },
    { code: 'value <= target + ROUNDING', to: 'value < target + ROUNDING', reason: EDGE },
    { code: 'generous !== null', to: 'true', reason: 'both bounds are there, or the cautious one decided' },
    { code: "measure('errorRate', goldens, 0.5)", reason: 'errors do not go by the boundary' },
  ],
  'src/router/policies/evidence/cells.ts': [
    { code: '[0, 1, 2, 3, 4, 5]', reason: 'a cell above all candidates counts as 5 or more' },
    { code: '<= maxDrift + 1e-9', reason: EDGE },
    { code: 'distance < least', to: 'distance <= least', reason: EDGE },
  ],
  'src/router/policies/evidence/guard.ts': [
    { code: 'cell > index', to: 'cell > 1.2 * index', reason: 'whole numbers below 5 are not that near' },
  ],
  'src/router/policies/evidence/effects.ts': [
    { code: 'a.epoch - b.epoch', to: 'a.epoch + b.epoch', reason: 'integer keys of an object are in order' },
    { code: '.sort((a, b) => a.epoch - b.epoch)', reason: 'integer keys of an object are in order' },
    { code: 'before !== undefined', to: 'false', reason: 'a cache' },
    { code: 'known.set(seen, { cells, messages })', reason: 'a cache' },
    { code: 'epochs.at(-1)?.epoch ?? 0', reason: 'without epochs there is nothing to discount' },
  ],
  'src/router/policies/evidence/starts.ts': [
    { code: '100_000', reason: ORDER },
    { code: 'total <= 100_000', to: 'total < 100_000', reason: ORDER },
    { code: 'n < 2 || sum <= 0', reason: 'effects that speak against a move never reach what is needed' },
  ],
  'src/router/policies/evidence/consider.ts': [
    { code: 'index < committed', reason: 'the committed candidate is left out before' },
    { code: 'value < 0', to: 'value <= 0', reason: 'zero has no sign to print' },
    { code: 'nearest.best === null', reason: 'then no conversation was seen, and it waits' },
    { code: 'evidence >= needed', to: 'evidence > needed', reason: EDGE },
    { code: 'nearest.evidence >= nearest.needed', to: 'nearest.evidence > nearest.needed', reason: EDGE },
  ],
  'src/router/policies/evidence.ts': [
    { code: 'REMEMBERED = 10_000', reason: 'the order of the memory that conversations take' },
    { code: 'cell > lowest', to: 'cell > 1.2 * lowest', reason: 'whole numbers below 5 are not that near' },
    { code: 'cell <= highest', to: 'cell <= 1.2 * highest', reason: 'whole numbers below 5 are not that near' },
    { code: 'known !== undefined', to: 'false', reason: 'a cache' },
    { code: 'settled.set(state, made)', reason: 'a cache' },
    { code: 'opposite = 0.5', reason: 'every cell has its chance' },
  ],
  'src/router/policies/threshold.ts': [
    { code: 'Math.abs(quality) <= QUALITY_DELTA', to: 'Math.abs(quality) < QUALITY_DELTA', reason: EDGE },
  ],
  'src/run/baseline-update.ts': [
    { code: 'first === undefined', to: 'false', reason: 'a golden without a reply was refused before' },
    { code: 'a < b ? -1 : a > b ? 1 : 0', reason: 'the order alone counts, and keys differ' },
  ],
  'src/provenance/redaction.ts': [
    { code: 'known !== undefined', to: 'false', reason: 'a cache' },
    { code: 'forms.set(secret, made)', reason: 'a cache' },
  ],
  'src/evidence/routing/recovery.ts': [
    { code: 'gap > 0', to: 'gap >= 0', reason: 'no gap adds nothing on either side' },
  ],
}
