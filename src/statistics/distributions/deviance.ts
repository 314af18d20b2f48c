/**
 * x log(x / m) + m - x for x >= 0 and m > 0, without cancellation where x is near m: the deviance term of Loader's saddle
 * point ("Fast and accurate computation of binomial probabilities", 2000).
 */
export function deviance(x: number, m: number): number {
  if (x === 0) return m
  const difference = x - m
  if (Math.abs(difference) >= 0.1 * (x + m)) return x * Math.log(x / m) - difference
  const v = difference / (x + m)
  let sum = difference * v
  let power = 2 * x * v
  for (let k = 3; Math.abs(power) > sum * 1e-17; k += 2) {
    power *= v * v
    sum += power / k
  }
  return sum
}
