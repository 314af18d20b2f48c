/**
 * A zero of `f` between `low` and `high`, where its sign differs, to the last digit of a double: bisection with
 * inverse quadratic steps where they help (Brent, "Algorithms for Minimization without Derivatives", 1973, chapter 4).
 * A RangeError where the signs do not differ.
 */
export function findRoot(f: (x: number) => number, low: number, high: number): number {
  let [a, b] = [low, high]
  let [fa, fb] = [f(a), f(b)]
  if (fa === 0) return a
  if (fb === 0) return b
  if (Math.sign(fa) + Math.sign(fb) !== 0) {
    throw new RangeError(`there is no change of sign between ${low} and ${high}`)
  }
  let [c, fc] = [a, fa]
  let step = b - a
  let last = step
  for (let round = 0; round < 1_000; round++) {
    if (Math.abs(fc) < Math.abs(fb)) {
      ;[a, b, c] = [b, c, b]
      ;[fa, fb, fc] = [fb, fc, fb]
    }
    const tolerance = Number.EPSILON * Math.abs(b)
    const half = (c - b) / 2
    if (Math.abs(half) <= tolerance || fb === 0) return b
    if (Math.abs(last) >= tolerance && Math.abs(fa) > Math.abs(fb)) {
      const [p, q] = interpolation([a, b, c], [fa, fb, fc], half)
      const inside = 2 * p < Math.min(3 * half * q - Math.abs(tolerance * q), Math.abs(last * q))
      ;[last, step] = inside ? [step, p / q] : [half, half]
    } else {
      ;[last, step] = [half, half]
    }
    ;[a, fa] = [b, fb]
    b += Math.abs(step) > tolerance ? step : Math.sign(half) * Math.max(tolerance, Number.MIN_VALUE)
    fb = f(b)
    if (fb < 0 === fc < 0) {
      ;[c, fc] = [a, fa]
      last = step = b - a
    }
  }
  return b
}

/** Numerator (not negative) and denominator of the step from b. */
function interpolation(
  [a, b, c]: readonly [number, number, number],
  [fa, fb, fc]: readonly [number, number, number],
  half: number,
): [number, number] {
  const s = fb / fa
  let p: number
  let q: number
  if (a === c) {
    p = 2 * half * s
    q = 1 - s
  } else {
    const t = fa / fc
    const r = fb / fc
    p = s * (2 * half * t * (t - r) - (b - a) * (r - 1))
    q = (t - 1) * (r - 1) * (s - 1)
  }
  return p > 0 ? [p, -q] : [-p, q]
}
