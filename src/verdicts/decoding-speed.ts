/** The fewest tokens that give a speed. The time of fewer tokens depends on the network more than on the model. */
const FEWEST_TOKENS = 8

/** Milliseconds below which generation is too short for a speed: tokens in one burst measure the network. */
export const SHORTEST_MS = 50

/**
 * Tokens a second after the first one, whose time belongs to the prompt. `decodingMs` is the time from the first token
 * to the last. null: a count is not known, or there are fewer than 8 tokens or 50 ms.
 */
export function tokensPerSecond(completionTokens: number | null, decodingMs: number | null): number | null {
  if (completionTokens === null || decodingMs === null) return null
  if (!(completionTokens >= FEWEST_TOKENS && decodingMs >= SHORTEST_MS && decodingMs < Infinity)) return null
  return ((completionTokens - 1) * 1_000) / decodingMs
}

/** The times and tokens of a reply or an observation. */
interface Timed {
  completionTokens: number | null
  firstTokenMs: number | null
  latencyMs: number
}

/** The speed of a reply, from the first token to its end; null: not measured. */
export function decodingSpeed({ completionTokens, firstTokenMs, latencyMs }: Timed): number | null {
  return tokensPerSecond(completionTokens, firstTokenMs === null ? null : latencyMs - firstTokenMs)
}
