import { assert, assertCount, assertPositive } from './domain.ts'

const HALF_LOG_TWO_PI = 0.9189385332046728

/** Coefficients B(2k) / (2k (2k - 1)) of Stirling's series (Abramowitz and Stegun 6.1.40). */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400]

/** From here on the terms of Stirling's series that are kept leave an error below 1e-16. */
const STIRLING_FROM = 12

/**
 * The error of Stirling's formula: log Γ(x + 1) - (x + 1/2) log x + x - log √(2π), for x > 0. Differences of log-gammas
 * of large arguments cancel without it (Loader, "Fast and accurate computation of binomial probabilities", 2000).
 */
export function stirlingError(x: number): number {
  if (x >= STIRLING_FROM) return series(x)
  return logGamma(x + 1) - (x + 0.5) * Math.log(x) + x - HALF_LOG_TWO_PI
}

/** The natural logarithm of Γ(x), for x > 0. */
export function logGamma(x: number): number {
  assertPositive('x', x)
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)
  // Near its zeros at 1 and 2 the value is small, and a difference of large ones would lose its digits.
  if (x < 1.5) return nearOne(x - 1)
  if (x < 2.5) return Math.log1p(x - 2) + nearOne(x - 2)
  let product = 1
  let shifted = x
  while (shifted < STIRLING_FROM) product *= shifted++
  return (shifted - 0.5) * Math.log(shifted) - shifted + HALF_LOG_TWO_PI + series(shifted) - Math.log(product)
}

/** log B(a, b) of the beta function, for a, b > 0. */
export function logBeta(a: number, b: number): number {
  const small = Math.min(a, b)
  const large = Math.max(a, b)
  if (small < STIRLING_FROM) {
    if (large < STIRLING_FROM) return logGamma(a) + logGamma(b) - logGamma(a + b)
    return logGamma(small) - rise(large, small)
  }
  const correction = series(small) + series(large) - series(small + large)
  return (
    HALF_LOG_TWO_PI -
    0.5 * Math.log(large) +
    correction +
    (small - 0.5) * Math.log(small / (small + large)) -
    large * Math.log1p(small / large)
  )
}

/** log Γ(x + y) - log Γ(x), for x large beside y, without the cancellation. */
function rise(x: number, y: number): number {
  return (x + y - 0.5) * Math.log1p(y / x) + y * Math.log(x) - y + series(x + y) - series(x)
}

/** The logarithm of "n choose k", for integers 0 <= k <= n. */
export function logChoose(n: number, k: number): number {
  assertCount('n', n)
  assertCount('k', k)
  assert(k <= n, 'k', `at most n (${n})`, k)
  return k === 0 || k === n ? 0 : -Math.log1p(n) - logBeta(n - k + 1, k + 1)
}

function series(x: number): number {
  const square = x * x
  return STIRLING.reduceRight((sum, coefficient) => sum / square + coefficient) / x
}

/** (ζ(k) - 1) for k from 2 (Abramowitz and Stegun table 23.3); later ones add less than 1e-17 up to |z| = 1/2. */
const ZETA_MINUS_ONE = [
  0.6449340668482264, 0.2020569031595943, 0.08232323371113819, 0.03692775514336993, 0.01734306198444914,
  0.008349277381922827, 0.00407735619794434, 0.0020083928260822143, 0.0009945751278180853, 0.0004941886041194645,
  0.0002460865533080483, 0.00012271334757848915, 6.124813505870483e-5, 3.058823630702049e-5, 1.528225940865187e-5,
  7.637197637899763e-6, 3.81729326499984e-6, 1.908212716553939e-6, 9.539620338727962e-7, 4.769329867878064e-7,
  2.38450502727733e-7, 1.1921992596531106e-7, 5.960818905125948e-8, 2.980350351465228e-8,
]

const EULER = 0.5772156649015329

/** log Γ(1 + z) for |z| <= 1/2: Abramowitz and Stegun 6.1.33. */
function nearOne(z: number): number {
  const sum = ZETA_MINUS_ONE.reduceRight((rest, zeta, index) => {
    const k = index + 2
    return ((k % 2 === 0 ? 1 : -1) * zeta) / k + z * rest
  }, 0)
  return -Math.log1p(z) + z * (1 - EULER) + z * z * sum
}
