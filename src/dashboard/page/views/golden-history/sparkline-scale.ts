/** Shortest range of a scale, as a share of its largest value: small differences of a steady golden stay small. */
const LEAST_RANGE = 0.5

/**
 * The place of a value between the ends of a line's box, 0 at the bottom and 1 at the top. The values fill the box; those
 * that hardly differ lie in its middle. Pure.
 */
export function sparklineScale(values: readonly number[]): (value: number) => number {
  if (values.length === 0) return () => 0.5
  const [lowest, highest] = [Math.min(...values), Math.max(...values)]
  const range = Math.max(highest - lowest, LEAST_RANGE * highest, 1)
  // The sum of two values can be beyond the largest number.
  const bottom = lowest / 2 + highest / 2 - range / 2
  return (value) => (value - bottom) / range
}
