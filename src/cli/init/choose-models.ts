/** The ids of the two models of a project. */
export interface ModelPair {
  main_model: string
  embedder: string
}

/** Models that do not answer questions, by their usual names. */
const NOT_CHAT = /embed|rerank|whisper|\btts\b|\bstt\b|diffusion|\bclip\b|mmproj/i

/**
 * The largest and the smallest chat model of a server, by the number of parameters in their names (`7b`, `135m`).
 * null where the names do not tell: fewer than two names with different numbers. Pure.
 */
export function chooseModels(ids: readonly string[]): ModelPair | null {
  const sized = ids
    .filter((id) => !NOT_CHAT.test(id))
    .flatMap((id) => {
      const parameters = parametersOf(id)
      return parameters === null ? [] : [{ id, parameters }]
    })
    .toSorted((a, b) => a.parameters - b.parameters)
  const smallest = sized.at(0)
  const largest = sized.at(-1)
  if (smallest === undefined || largest === undefined || smallest.parameters === largest.parameters) return null
  return { main_model: largest.id, embedder: smallest.id }
}

/** Millions of parameters; of a mixture such as `8x7b`, all of its experts. */
function parametersOf(id: string): number | null {
  const match = /(?<![a-z\d.])(?:(\d+)x)?(\d+(?:\.\d+)?)\s?([bm])(?![a-z\d])/i.exec(id)
  if (match === null) return null
  const [, experts = '1', amount = '', unit = ''] = match
  return Number(experts) * Number(amount) * (unit.toLowerCase() === 'b' ? 1_000 : 1)
}
