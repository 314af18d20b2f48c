import type { ResponseEvent, UnmeasuredEvent } from '../../../schemas/generated/provenance.ts'
import { isGreedy, type Sampling } from '../../settings/sampling.ts'

/**
 * Whether the replies of a set were decoded greedily: every setting requires it, and no server refused the temperature.
 * Pure.
 */
export function isGreedyRun(
  settings: readonly Sampling[],
  events: readonly (ResponseEvent | UnmeasuredEvent)[],
): boolean {
  const isSampled = (event: ResponseEvent | UnmeasuredEvent) =>
    event.verdict !== 'unmeasured' && event.quirks?.includes('omitted_temperature') === true
  return settings.every(isGreedy) && !events.some(isSampled)
}
