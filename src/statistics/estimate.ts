/** An estimate with its two-sided 95 % interval. */
export interface Estimate {
  value: number
  lower: number
  upper: number
}
