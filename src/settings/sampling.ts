import { DEFAULTS } from '../../schemas/generated/options.defaults.ts'
import type { SamplingOptions } from '../../schemas/generated/options.ts'

/** Every decoding setting of a request. */
export type Sampling = Required<SamplingOptions>

/** Greedy decoding: as repeatable as a local server can be. */
export const GREEDY: Sampling = DEFAULTS.SamplingOptions

/** Whether decoding is greedy: always the most likely token, so that replies are deterministic. */
export function isGreedy({ temperature }: Pick<Sampling, 'temperature'>): boolean {
  return temperature === 0
}
