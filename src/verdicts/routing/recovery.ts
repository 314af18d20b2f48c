/**
 * A message with the gap between the two models' replies to it: 1 where only the large one is right, -1 the reverse.
 */
export interface GapMessage {
  /** Messages of one conversation are not independent. */
  conversation: string
  /** Outcome of main_model minus outcome of the embedder; an estimate may lie beyond -1 and 1. */
  gap: number
}

/**
 * How well a router picks the messages that gain from the large model. PGR(t) is the share of the gap between the two
 * models that is recovered when the share t of messages goes to the large one, those of largest weight first; a random
 * router's is t (Ong et al. 2024, "RouteLLM").
 */
export interface Recovery {
  n: number
  /** Messages on which the two models differ. */
  discordant: number
  /** Mean outcome of main_model minus that of the embedder. */
  gap: number
  /**
   * Mean of PGR(t) over t from 0 to 1; chance: 0.5. null: the large model is not better, so there is no gap to recover.
   */
  apgr: number | null
  /** Smallest share t with PGR(t) of at least one half; null where `apgr` is. */
  cpt50: number | null
  /**
   * Probability that a message that main_model answers better has a larger weight than one that the embedder answers
   * better; chance: 0.5. null: one kind is missing.
   */
  ranking: number | null
}

/** Messages by falling weight. Sorted once and measured in each resample. */
export interface Ranked {
  gaps: readonly number[]
  order: readonly number[]
  weights: readonly number[]
}

/** Sorts messages by the weights that a router gives them, largest first. */
export function ranked(gaps: readonly number[], weights: readonly number[]): Ranked {
  const order = gaps.map((_, at) => at).sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0))
  return { gaps, order, weights }
}

/**
 * Measures a router. Messages of equal weight count as in random order. `times`: how often each message counts; default
 * once.
 */
export function recovery({ gaps, order, weights }: Ranked, times?: ArrayLike<number>): Recovery {
  let n = 0
  let discordant = 0
  let gains = 0
  let losses = 0
  for (const [at, gap] of gaps.entries()) {
    const count = times === undefined ? 1 : (times[at] ?? 0)
    n += count
    if (gap !== 0) discordant += count
    if (gap > 0) gains += count * gap
    else losses -= count * gap
  }
  const total = gains - losses
  let area = 0
  let recovered = 0
  let share = 0
  let cpt50: number | null = null
  let gained = 0
  let pairs = 0
  for (let at = 0; at < order.length;) {
    const weight = weights[order[at] ?? 0]
    let size = 0
    let gain = 0
    let loss = 0
    for (; at < order.length && weights[order[at] ?? 0] === weight; at++) {
      const message = order[at] ?? 0
      const count = times === undefined ? 1 : (times[message] ?? 0)
      const gap = gaps[message] ?? 0
      size += count
      if (gap > 0) gain += count * gap
      else loss -= count * gap
    }
    const after = recovered + gain - loss
    area += (size / n) * ((recovered + after) / 2)
    if (cpt50 === null && after >= total / 2)
      cpt50 = share + (size / n) * ((total / 2 - recovered) / (after - recovered))
    pairs += gained * loss + (gain * loss) / 2
    recovered = after
    gained += gain
    share += size / n
  }
  // Decimals that cancel leave a rounding error.
  const isGap = total > 1e-9 * (gains + losses)
  return {
    n,
    discordant,
    gap: n === 0 ? 0 : total / n,
    apgr: isGap ? area / total : null,
    cpt50: isGap ? cpt50 : null,
    ranking: gains > 0 && losses > 0 ? pairs / (gains * losses) : null,
  }
}
