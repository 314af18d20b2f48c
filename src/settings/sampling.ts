/**
 * Every knob that shapes a reply. All are sent with every request, because a server fills the ones left out with
 * defaults of its own (LM Studio: temperature 0.8, repeat penalty 1.1).
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

/** Whether only the most likely token is ever taken, so that the reply to a prompt is a fact and not a draw. */
export function isGreedy({ temperature }: Pick<Sampling, 'temperature'>): boolean {
  return temperature === 0
}
