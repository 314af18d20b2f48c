import { systematicEmpties } from '../../../src/verdicts/empty-replies.ts'
import { endOf } from '../../../src/provenance/results/golden-results.ts'
import { type Shortfall, shortfallOf } from '../../../src/verdicts/shortfall.ts'
import type { Answered } from './sample-collector.ts'

/**
 * Returns the shortfall of each reply. Throws where empty replies are systematic in one variant: its set-up is broken, and
 * a comparison would prefer the other variant.
 */
export function assertAnswered(answered: readonly Answered[]): (Shortfall | null)[] {
  const replies = answered.map(({ golden, way, event }) => {
    const shortfall = shortfallOf(endOf(event))
    return { variant: way.variant, golden: `${golden.set}: ${golden.id}`, source: event.source, shortfall }
  })
  for (const [variant, asked] of Map.groupBy(replies, (reply) => reply.variant)) {
    const goldens = [...Map.groupBy(asked, ({ golden }) => golden).values()]
    const found = systematicEmpties(
      goldens.map((each) => ({
        replies: each.map(({ source, shortfall }) => ({ source, ...(shortfall !== null && { shortfall }) })),
      })),
    )
    if (found !== null)
      throw new Error(`aios: "${variant}" could not be measured: ${found.description}.\n\n${found.remedy}`)
  }
  return replies.map(({ shortfall }) => shortfall)
}
