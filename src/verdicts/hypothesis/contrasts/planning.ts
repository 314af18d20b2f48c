import { normalQuantile } from '../../../statistics/distributions/normal.ts'
import type { Claim, Contrast } from './contrast.ts'
import { DEFAULT_POWER } from '../declaration.ts'
import { percent } from '../describe.ts'
import type { NeededSample } from '../finding.ts'

/** Advice never asks for more than this. */
const PRACTICAL = { units: 100_000, repeats: 1_000 }

/**
 * The number of goldens, or of repeats of each, that would decide with the requested power if the effect is as measured:
 * (z_alpha + z_power) SE = gap, with the standard error that the interval implies. The normal approximation is too low for
 * few goldens, and the data are noisy, so the result is only an estimate.
 */
export function needed(contrast: Contrast, claim: Claim): NeededSample {
  const { n, repeats, spread } = contrast
  const { direction, power = DEFAULT_POWER } = claim
  const alpha = direction === 'either' ? claim.alpha / 2 : claim.alpha
  const factor = varianceFactor(contrast, claim, alpha, power)
  const fewest = spread.fewest(alpha)
  if (factor === null) {
    const goldens = Math.max(n + 1, fewest)
    return { goldens, sentence: `at least ${goldens} ${spread.unit} (now ${n}) are needed for an interval` }
  }
  const units = Math.max(n + 1, fewest, Math.ceil(n * factor))
  const more = moreRepeats(repeats, factor, spread.fromRepeats)
  const isInReach = units <= PRACTICAL.units
  const parts = [
    ...(isInReach ? [`${units} ${spread.unit} (now ${n})`] : []),
    ...(more === null ? [] : [`${more} repeats of each (now ${repeats})`]),
  ]
  if (parts.length === 0) {
    return {
      sentence: `the effect is so close to the limit of the claim that no practical number of ${spread.unit} would decide`,
    }
  }
  return {
    ...(isInReach ? { goldens: units } : {}),
    ...(more === null ? {} : { repeats: more }),
    sentence: `about ${parts.join(' or ')} would decide with ${percent(power)} power, if the effect is as measured`,
  }
}

/** The factor by which the sample must grow; null: the data are too few to estimate it. */
function varianceFactor({ estimate, bounds }: Contrast, claim: Claim, alpha: number, power: number): number | null {
  const PROBE = 0.9
  const { lower, upper } = bounds(PROBE)
  if (lower === null || upper === null) return null
  const error = (upper - lower) / (2 * normalQuantile(PROBE))
  const place = claim.direction === 'either' ? Math.abs(estimate) : estimate
  return (((normalQuantile(1 - alpha) + normalQuantile(power)) * error) / (place - claim.limit)) ** 2
}

/**
 * The repeats that are needed, which reduce only their own part of the variance; null: no number is enough, or not
 * known.
 */
function moreRepeats(repeats: number, factor: number, fromRepeats: number | null): number | null {
  if (fromRepeats === null || factor <= 1) return null
  const rest = 1 / factor - (1 - fromRepeats)
  if (rest <= 0) return null
  const more = Math.ceil((repeats * fromRepeats) / rest)
  return more <= PRACTICAL.repeats ? more : null
}
