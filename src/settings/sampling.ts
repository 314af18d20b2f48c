import type { SamplingOptions } from '../../schemas/generated/options.ts'

/** Every decoding setting of a request. */
export type Sampling = Required<SamplingOptions>

/** Greedy decoding: as repeatable as a local server can be. */
export const GREEDY: Sampling = {
  temperature: 0,
  top_p: 1,
  top_k: 1,
  repeat_penalty: 1,
  seed: 1,
  max_tokens: 256,
  stop: [],
}

/** Whether decoding is greedy: always the most likely token, so that replies are deterministic. */
export function isGreedy({ temperature }: Pick<Sampling, 'temperature'>): boolean {
  return temperature === 0
}
