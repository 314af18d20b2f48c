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
const CROSSOVER = 'where one formula gives way to the other, both have all digits'
const DIGIT = 'the change is below the last digit of a double'
const LIMIT = 'a limit for what does not converge, which no arguments reach'
const NO_ZERO = 'no known arguments give a denominator of 0'
const TOGETHER = 'both are null together'
const ROUNDED = 'a tolerance of rounding'
const BRACKET = 'a range that is certain to hold the root'
const STEPS = 'a finer or coarser grid gives the same digits'
const ECONOMY = 'it saves time alone: what is left out adds nothing'
const EMPTY = 'more places than there are values stay empty'
const FAR_OUT = 'seven or more standard deviations out there is no mass'
const CERTAIN = 'beyond the sum of all ranks the probability is 1'
const FROM_I = 'pairs are listed from i on, and i is not below 0'

/** Changes that no test can notice, by file. Keep the list short, and review it like code. */
export const equivalents: Readonly<Record<string, readonly Equivalent[]>> = {
  'src/statistics/distributions/deviance.ts': [
    { code: 'Math.abs(difference) >= 0.1 * (x + m)', to: 'Math.abs(difference) > 0.1 * (x + m)', reason: EDGE },
    { code: '0.1', reason: CROSSOVER },
  ],
  'src/statistics/distributions/log-gamma.ts': [
    { code: '691 / 360360', reason: DIGIT },
    { code: '1 / 156', reason: DIGIT },
    { code: '3617 / 122400', reason: DIGIT },
    { code: '1.1921992596531106e-7', reason: DIGIT },
    { code: '5.960818905125948e-8', reason: DIGIT },
    { code: '2.980350351465228e-8', reason: DIGIT },
    { code: 'STIRLING_FROM = 12', to: '11', reason: CROSSOVER },
    { code: 'x < 0.5', to: '0.4166666666666667', reason: CROSSOVER },
    { code: 'x < 1.5', to: 'x <= 1.5', reason: CROSSOVER },
    { code: 'x < 2.5', to: 'x <= 2.5', reason: CROSSOVER },
    { code: 'shifted < STIRLING_FROM', to: 'shifted <= STIRLING_FROM', reason: CROSSOVER },
    { code: 'small < STIRLING_FROM', to: 'small <= STIRLING_FROM', reason: CROSSOVER },
    { code: 'small < STIRLING_FROM', to: 'small < 1.2 * STIRLING_FROM', reason: CROSSOVER },
    { code: 'large < STIRLING_FROM', to: 'large <= STIRLING_FROM', reason: CROSSOVER },
    { code: 'large < STIRLING_FROM', to: 'large < 1.2 * STIRLING_FROM', reason: CROSSOVER },
  ],
  'src/statistics/distributions/binomial-term.ts': [
    { code: 'p < q', to: 'p <= q', reason: CROSSOVER },
    { code: 'p < q', to: 'p < 1.2 * q', reason: CROSSOVER },
    { code: 'q < p', to: 'q <= p', reason: CROSSOVER },
    { code: 'q < p', to: 'q < 1.2 * p', reason: CROSSOVER },
  ],
  'src/statistics/distributions/incomplete-beta.ts': [
    { code: '(a + 1) / (a + b + 2)', to: '2', reason: CROSSOVER },
    { code: '(a + 1) / (a + b + 2)', to: '1', reason: CROSSOVER },
    { code: 'Math.abs(value) < tiny', to: 'Math.abs(value) <= tiny', reason: NO_ZERO },
    { code: 'Math.abs(value) < tiny', to: 'Math.abs(value) < 1.2 * tiny', reason: NO_ZERO },
    { code: 'Math.abs(value) < tiny', to: 'false', reason: NO_ZERO },
    { code: 'm < 1_000_000', to: 'm <= 1_000_000', reason: LIMIT },
    { code: 'm < 1_000_000', to: 'true', reason: LIMIT },
    { code: '1_000_000', reason: LIMIT },
    { code: 'Math.abs(factor - 1) < 1e-16', to: 'Math.abs(factor - 1) <= 1e-16', reason: DIGIT },
  ],
  'src/statistics/distributions/incomplete-gamma.ts': [
    { code: 'x < a + 1', to: 'x <= a + 1', reason: CROSSOVER },
    { code: 'x < a + 1', to: '2', reason: CROSSOVER },
    { code: 'x < a + 1', to: '0', reason: CROSSOVER },
    { code: 'term > sum * 1e-17', to: 'term >= sum * 1e-17', reason: DIGIT },
    { code: 'c = 1e300', reason: 'stands for infinity' },
    { code: 'k < 1_000_000', to: 'k <= 1_000_000', reason: LIMIT },
    { code: 'k < 1_000_000', to: 'true', reason: LIMIT },
    { code: '1_000_000', reason: LIMIT },
    { code: 'Math.abs(factor - 1) < 1e-16', to: 'Math.abs(factor - 1) <= 1e-16', reason: DIGIT },
  ],
  'src/statistics/distributions/root.ts': [
    { code: 'round < 1_000', to: 'round <= 1_000', reason: LIMIT },
    { code: 'round < 1_000', to: 'true', reason: LIMIT },
    { code: '1_000', reason: LIMIT },
    { code: 'round = 0', reason: LIMIT },
    { code: 'round++', reason: LIMIT },
    { code: 'Math.abs(half) <= tolerance', to: 'Math.abs(half) < tolerance', reason: DIGIT },
    { code: 'Math.abs(half) <= tolerance', to: 'Math.abs(half) <= 1.2 * tolerance', reason: DIGIT },
    { code: 'Math.abs(last) >= tolerance', to: 'Math.abs(last) > tolerance', reason: DIGIT },
    { code: 'Math.abs(last) >= tolerance', to: 'Math.abs(last) >= 1.2 * tolerance', reason: DIGIT },
    { code: 'Math.abs(step) > tolerance', to: 'Math.abs(step) >= tolerance', reason: DIGIT },
    { code: 'Math.abs(step) > tolerance', to: 'Math.abs(step) > 1.2 * tolerance', reason: DIGIT },
    { code: 'fb < 0 === fc < 0', to: 'fb <= 0', reason: 'a zero ends the search' },
    { code: 'fb < 0 === fc < 0', to: 'fc <= 0', reason: 'a zero ends the search' },
  ],
  'src/statistics/distributions/beta.ts': [
    { code: 'betaTails(0.5, 0.5, a, b)', reason: CROSSOVER },
    { code: 'p <= half.lower', to: 'p < half.lower', reason: CROSSOVER },
    { code: 'SMALLEST = -708', reason: 'the smallest number with all its digits lies in between' },
    { code: 'let low = Math.log(0.5) - 1', reason: BRACKET },
    { code: 'excess(low) > 0', to: 'excess(low) >= 0', reason: EDGE },
    { code: '2 * low', to: '3', reason: BRACKET },
  ],
  'src/statistics/distributions/binomial.ts': [
    { code: 'Math.floor((low + high) / 2)', to: 'Math.ceil((low + high) / 2)', reason: BISECTION },
    { code: 'check(0, n, p)', to: '1', reason: 'either is a number' },
  ],
  'src/statistics/distributions/chi-squared.ts': [
    { code: 'SMALLEST = -708', reason: 'the smallest number with all its digits lies in between' },
    { code: 'p < 0.5', to: 'p <= 0.5', reason: CROSSOVER },
    { code: '0.5', reason: CROSSOVER },
    { code: 'excess(SMALLEST) > 0', to: 'excess(SMALLEST) >= 0', reason: EDGE },
    { code: '2 * df + 1000', to: '3', reason: BRACKET },
    { code: '2 * df + 1000', to: '1001', reason: BRACKET },
    { code: '2 * df + 1000', to: '999', reason: BRACKET },
  ],
  'src/statistics/distributions/error-function.ts': [{ code: 'x < 0', to: 'x <= 0', reason: CROSSOVER }],
  'src/statistics/distributions/f.ts': [
    { code: 'share <= 0.5', to: 'share < 0.5', reason: CROSSOVER },
    { code: '0.5', to: '0.6', reason: CROSSOVER },
    { code: '0.5', to: '0.4166666666666667', reason: CROSSOVER },
  ],
  'src/statistics/distributions/hypergeometric.ts': [
    { code: 'k > mean', to: 'k >= mean', reason: CROSSOVER },
    { code: 'k > mean', to: 'k > 1.2 * mean', reason: CROSSOVER },
    { code: 'term > sum * 1e-17', to: 'term >= sum * 1e-17', reason: DIGIT },
  ],
  'src/statistics/distributions/normal.ts': [
    { code: 'x > -10', to: 'x >= -10', reason: CROSSOVER },
    { code: 'x > -10', to: '11', reason: CROSSOVER },
    { code: 'x > -10', to: '9', reason: CROSSOVER },
    { code: 'let rest = -x', reason: BRACKET },
    { code: 'k = 40', reason: DIGIT },
    { code: 'p > 0.5', to: 'p >= 0.5', reason: '1/2 is returned before' },
    { code: 'p > 0.5', to: '0.6', reason: CROSSOVER },
  ],
  'src/statistics/distributions/student-t.ts': [
    { code: 't >= 0', to: 't > 0', reason: CROSSOVER },
    { code: 'p > 0.5', to: 'p >= 0.5', reason: '1/2 is returned before' },
    { code: 'studentTSf(high, df) > p', to: 'studentTSf(high, df) >= p', reason: BRACKET },
    { code: 'high *= 2', to: '3', reason: BRACKET },
  ],
  'src/statistics/distributions/random.ts': [
    { code: 'square === 0', to: 'false', reason: 'two draws in 2^106 are both in the middle' },
    { code: 'square >= 1', to: 'square > 1', reason: EDGE },
  ],
  'src/verdicts/regression/needs.ts': [
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
  'src/verdicts/regression/strata.ts': [
    { code: 'digests[0] !== undefined', reason: 'each is compared with the same one, whichever it is' },
    { code: 'digest === digests[0]', reason: 'each is compared with the same one, whichever it is' },
    { code: 'replies[0]?.source', reason: 'each is compared with the same one, whichever it is' },
  ],
  'src/verdicts/regression/latency.ts': [
    { code: 'lower !== null', to: 'true', reason: 'null is not above a number' },
    { code: 'lower > 0', to: 'lower >= 0', reason: EDGE },
    { code: 'lower > margin', to: 'lower >= margin', reason: EDGE },
    { code: 'alone.lower === null || alone.upper === null', reason: TOGETHER },
    { code: '?? -1) > 0', reason: 'the fallback is below 0, whatever it is' },
    { code: 'high - low > 1e-3', reason: 'precision of a printed p value' },
    { code: 'value !== null && Number.isFinite(value)', reason: 'latencies are finite where they are compared' },
  ],
  'src/verdicts/regression/point-rule.ts': [
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
  'src/verdicts/regression/quality.ts': [
    { code: 'midFall <= levels.fail', to: 'midFall <= 1.2 * levels.fail', reason: NO_P_BETWEEN },
    { code: 'midFall <= levels.fail', to: 'midFall < levels.fail', reason: 'no probability is exactly the level' },
    { code: '< -margin,', to: '<= -margin', reason: EDGE },
    { code: 'change < -margin - ROUNDING', to: 'change <= -margin - ROUNDING', reason: EDGE },
  ],
  'src/verdicts/regression/routing.ts': [
    { code: 'rise <= levels.fail', to: 'rise <= 1.2 * levels.fail', reason: NO_P_BETWEEN },
    { code: 'rise <= levels.fail', to: 'rise < levels.fail', reason: 'no probability is exactly the level' },
    { code: 'fall <= levels.fail', to: 'fall <= 1.2 * levels.fail', reason: NO_P_BETWEEN },
    { code: 'fall <= levels.fail', to: 'fall < levels.fail', reason: 'no probability is exactly the level' },
    { code: 'surest.lower > margin', to: 'surest.lower >= margin', reason: EDGE },
    { code: 'surest.upper < -margin', to: 'surest.upper <= -margin', reason: EDGE },
  ],
  'src/verdicts/regression/slower.ts': [
    { code: '(adjusted[index] ?? 1) <= 0.05', to: '(adjusted[index] ?? 1) < 0.05', reason: EDGE },
    {
      code: 'difference > Math.log1p(tolerance)',
      to: 'difference >= Math.log1p(tolerance)',
      reason: EDGE,
    },
    { code: 'difference > 0 ? 0 : 1', reason: 'the tolerance is above 0 as well' },
  ],
  'src/verdicts/regression/comparison.ts': [
    { code: '{ shares: [1], index: 0 }', reason: 'a single look has no shares to spend by' },
  ],
  'src/verdicts/regression/repeats.ts': [
    { code: 'allowed <= 0', to: 'allowed < 0', reason: EDGE },
    { code: '- 1e-9', reason: 'a tolerance of rounding' },
    { code: 'noise / (goldens * allowed) - 1e-9', to: 'noise / (goldens * allowed) + 1e-9', reason: EDGE },
  ],
  'src/verdicts/slo/repeated-quantile.ts': [
    { code: 'reached >= share - ROUNDING', to: 'reached > share - ROUNDING', reason: EDGE },
    { code: 'weighted.at(-1)?.value ?? null', reason: 'the sum of the weights reaches every share before' },
    { code: 'Math.floor((low + high) / 2)', to: 'Math.ceil((low + high) / 2)', reason: BISECTION },
  ],
  'src/verdicts/slo/measure.ts': [
    { code: 'MOST = 1_000_000', reason: ORDER },
    { code: 'shares.length >= MOST', reason: ORDER },
    { code: 'Math.floor((low + high) / 2)', to: 'Math.ceil((low + high) / 2)', reason: BISECTION },
    { code: 'mean(group) ?? []', to: 'mean(group)', reason: 'groups have values' },
  ],
  'src/verdicts/slo/judge.ts': [
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
  'src/router/policies/evidence/evaluate-move.ts': [
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
  'src/goldens/number-words.ts': [
    { code: 'value > 100', to: '101', reason: 'no word names a number in between' },
    { code: "kind: 'article' as const, value: 0", to: '1', reason: 'a thousand and one thousand are the same' },
    { code: 'token.start - 24', reason: 'it has room for the word' },
    { code: 'token.start - 40', to: '41', reason: 'it has room for the longest word' },
    { code: 'token.start - 40', to: '39', reason: 'it has room for the longest word' },
  ],
  'src/goldens/fold.ts': [
    { code: 'known !== undefined', to: 'false', reason: 'a cache' },
    { code: 'digits.set(digit, folded)', reason: 'a cache' },
    {
      code: 'LETTERS.get(letter) ?? letter',
      to: 'LETTERS.get(letter)',
      reason: 'the pattern is made of these letters',
    },
    { code: 'digit.codePointAt(0) ?? 0', to: 'digit.codePointAt(0)', reason: 'a digit has a code' },
  ],
  'src/artifacts/baseline/update.ts': [
    { code: 'first === undefined', to: 'false', reason: 'a golden without a reply was refused before' },
    { code: 'a < b ? -1 : a > b ? 1 : 0', reason: 'the order alone counts, and keys differ' },
  ],
  'src/text/redaction.ts': [
    { code: 'known !== undefined', to: 'false', reason: 'a cache' },
    { code: 'forms.set(secret, made)', reason: 'a cache' },
  ],
  'src/statistics/sequential/alpha-spending.ts': [
    { code: '1, 40)', reason: BRACKET },
    { code: 'GRID = 500', reason: STEPS },
    { code: '8 * Math.sqrt(share)', to: '9', reason: FAR_OUT },
    { code: '8 * Math.sqrt(share)', to: '7', reason: FAR_OUT },
    { code: '-8 * Math.sqrt(share)', to: '-8 / Math.sqrt(share)', reason: FAR_OUT },
  ],
  'src/statistics/counts/cochran-mantel-haenszel.ts': [
    {
      code: 'excess += a - ((a + b) * (a + c)) / n',
      to: 'excess -= a - ((a + b) * (a + c)) / n',
      reason: 'its square counts',
    },
  ],
  'src/statistics/sequential/e-value.ts': [
    { code: 'variance < Infinity', to: 'variance < 1.2 * Infinity', reason: 'the same number' },
  ],
  'src/statistics/counts/fisher.ts': [
    { code: 'mass <= own * (1 + 1e-7)', to: 'mass < own * (1 + 1e-7)', reason: ROUNDED },
    { code: '1e-7', reason: ROUNDED },
  ],
  'src/statistics/counts/independence.ts': [
    {
      code: 'statistic(tableOf(random.shuffle(rows))) >= own - 1e-9',
      to: 'statistic(tableOf(random.shuffle(rows))) > own - 1e-9',
      reason: ROUNDED,
    },
    { code: 'value ?? 0', to: '1', reason: 'all permutations of such a table have it' },
  ],
  'src/statistics/counts/stratified.ts': [
    { code: 'EXACT_STEPS = 40_000_000', reason: ORDER },
    { code: 'reach * masses.length > EXACT_STEPS', to: 'reach * masses.length >= EXACT_STEPS', reason: ORDER },
    { code: 'sum + length, 0)', to: '1', reason: ORDER },
    { code: 'Math.floor(masses.length / 2)', to: 'Math.ceil(masses.length / 2)', reason: BISECTION },
    { code: 'a.length + b.length - 1', to: 'a.length + b.length + 1', reason: EMPTY },
    { code: 'a.length + b.length - 1', to: '0', reason: EMPTY },
    { code: 'weight < 1e-300', to: 'weight <= 1e-300', reason: ECONOMY },
    { code: 'weight < 1e-300', to: 'false', reason: ECONOMY },
    { code: 'j < b.length', to: 'j <= b.length', reason: EMPTY },
    { code: 'j < b.length', to: 'j < 1.2 * b.length', reason: EMPTY },
  ],
  'src/statistics/counts/mean-share.ts': [
    {
      code: 'reached <= (1 - confidence) * (1 + TIE)',
      to: 'reached < (1 - confidence) * (1 + TIE)',
      reason: EDGE,
    },
    { code: '1 / 4', reason: STEPS },
    { code: '3.25', reason: 'below it nothing is left of u' },
    { code: 'LAST = 40', reason: 'above it nothing is left of the integrand' },
    { code: 's < LAST', to: 's <= LAST', reason: 'the integrand ends before' },
    { code: 's < LAST', to: 's < 1.2 * LAST', reason: 'the integrand ends before' },
    { code: 's < LAST', to: 'true', reason: 'the integrand ends before' },
    { code: 'NOTHING = 36', reason: ORDER },
    { code: 'size > NOTHING', to: 'size >= NOTHING', reason: ORDER },
    { code: 'size > NOTHING', to: 'size > 1.2 * NOTHING', reason: ORDER },
    { code: 'FAR = 20', reason: ORDER },
    { code: 'Math.abs(centre) > FAR', to: 'Math.abs(centre) >= FAR', reason: ORDER },
    { code: 'Math.abs(centre) > FAR', to: 'Math.abs(centre) > 1.2 * FAR', reason: ORDER },
    { code: 'centre > 0', to: 'centre >= 0', reason: 'so far out it is not near 0' },
    { code: 'return centre > 0', to: '1', reason: 'so far out it is not near 0' },
  ],
  'src/statistics/ranks/mann-kendall.ts': [
    { code: 'let counts = [1]', to: '2', reason: 'each count is divided by their sum' },
    { code: 'let k = 1', to: '0', reason: 'the first value has one place' },
  ],
  'src/statistics/ranks/quantile-bounds.ts': [
    {
      code: 'reached(k) >= confidence * (1 - 1e-14)',
      to: 'reached(k) > confidence * (1 - 1e-14)',
      reason: ROUNDED,
    },
    {
      code: 'reached(k) > (1 - confidence) * (1 + 1e-14)',
      to: 'reached(k) >= (1 - confidence) * (1 + 1e-14)',
      reason: ROUNDED,
    },
    { code: 'let high = n + 1', to: '2', reason: 'neither n + 1 nor n + 2 is a rank' },
    { code: 'Math.floor((low + high) / 2)', to: 'Math.ceil((low + high) / 2)', reason: BISECTION },
  ],
  'src/statistics/ranks/signed-rank.ts': [
    { code: 'let low = -1', to: '2', reason: 'the search comes to -1 from there' },
    { code: '(n * (n + 1)) / 2\n  while', to: '(n * (n + 1)) * 2', reason: CERTAIN },
    { code: '(n * (n + 1)) / 2\n  while', to: '2', reason: CERTAIN },
    { code: '/ 2\n  while', to: '1', reason: CERTAIN },
    { code: 'Math.floor((low + high) / 2)', to: 'Math.ceil((low + high) / 2)', reason: BISECTION },
    {
      code: 'signedRankCdf(middle, n) <= alpha * (1 + 1e-12)',
      to: 'signedRankCdf(middle, n) < alpha * (1 + 1e-12)',
      reason: ROUNDED,
    },
    { code: 'sum + term, 0) + 1', to: '1', reason: EMPTY },
    { code: 'sum + term, 0) + 1', to: '2', reason: EMPTY },
    { code: 'let reach = 0', to: '1', reason: EMPTY },
    { code: 'w >= term', to: 'true', reason: 'an array has no place below 0' },
  ],
  'src/statistics/ranks/spearman.ts': [
    {
      code: 'Math.abs(pearson(random.shuffle(a), b) ?? 0) >= Math.abs(rho) - 1e-12',
      to: 'Math.abs(pearson(random.shuffle(a), b) ?? 0) > Math.abs(rho) - 1e-12',
      reason: ROUNDED,
    },
  ],
  'src/statistics/ranks/walsh.ts': [
    { code: 'n <= 64', to: 'n < 64', reason: ORDER },
    { code: 'n <= 64', to: '65', reason: ORDER },
    { code: 'n <= 64', to: '63', reason: ORDER },
    { code: 'let upTo = (n * (n + 1)) / 2', reason: ORDER },
    { code: 'upTo - below > 4 * n', to: 'upTo - below >= 4 * n', reason: ORDER },
    { code: '4 * n', to: '5', reason: ORDER },
    { code: '4 * n', to: '3', reason: ORDER },
    { code: '(high - low) / 2', to: '3', reason: BISECTION },
    { code: 'i <= j', to: 'i <= 1.2 * j', reason: 'further pairs are above the limit' },
    { code: 'first > 0', to: 'first >= 0', reason: FROM_I },
    { code: 'first > 0', to: '1', reason: FROM_I },
    { code: 'end > 0', to: 'end >= 0', reason: FROM_I },
    { code: 'end > 0', to: '1', reason: FROM_I },
  ],
  'src/verdicts/routing/compare-routers.ts': [
    { code: 'rounds = 2_000', reason: ORDER },
    {
      code: 'first === null || second === null',
      to: 'first === null && second === null',
      reason: TOGETHER,
    },
    { code: 'first === null || second === null', to: 'false', reason: TOGETHER },
    { code: '(times[at] ?? 0) + 1', to: '2', reason: 'all counts double' },
    { code: 'value === null', to: 'false', reason: 'no resample has it where the whole has not' },
    { code: 'known.length < ENOUGH * draws.length', to: 'known.length <= ENOUGH * draws.length', reason: EDGE },
  ],
  'src/verdicts/routing/recovery.ts': [
    { code: 'gap > 0', to: 'gap >= 0', reason: 'no gap adds nothing on either side' },
  ],
}
