/**
 * The decoding settings. All are sent with every request, because each server has its own defaults (LM Studio:
 * temperature 0.8, repeat penalty 1.1).
 */
export interface Sampling {
  temperature: number
  top_p: number
  top_k: number
  repeat_penalty: number
  /** Seed of repeat 0; repeat n is asked with `seed + n`. */
  seed: number
  max_tokens: number
  stop: string[]
}

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
