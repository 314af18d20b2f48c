import { expect, test } from 'vitest'
import { seededRandom } from '../../../src/statistics/distributions/random.ts'
import { createRouter, DEFAULT_COEFFICIENTS, memoryStore } from '../../../src/router/index.ts'
import { cellOf } from '../../../src/router/policies/evidence/cells.ts'

/** Coefficients that give every message the same weight. */
function constantWeight(base: number) {
  const zeros = Object.keys(DEFAULT_COEFFICIENTS.features).map((name) => [name, 0])
  return { base, features: Object.fromEntries(zeros) as typeof DEFAULT_COEFFICIENTS.features }
}

// Traffic in both buckets, with draws that adapt to the results, and three goldens for each message of traffic. All goldens
// fail: if they changed the expectation, every conversation would exceed it, which would look like an effect of its bucket.
test.each([
  [0.44, 0.5, 1],
  [0.48, 0.3, 1],
  [0.48, 0.5, 10],
  [0.52, 0.5, 10],
  [0.56, 0.3, 1],
])(
  'at weight %d, control share %d, %d messages a conversation: estimates the true effect',
  async (weight, controlShare, turns) => {
    const { random, quality } = { random: seededRandom(5), quality: { main_model: 0.8, embedder: 0.5 } }
    const router = await createRouter({
      store: memoryStore(),
      weights: constantWeight(weight),
      controlShare,
      random: () => random.uniform(),
      minSamplesBeforeAdapt: 1_000_000,
    })
    for (let n = 0; n < 12_000; n++) {
      const explore = n % 4 === 0
      const messages = [{ role: 'user' as const, content: 'Hi!' }]
      const conversation = explore ? `conversation ${Math.floor(n / (4 * turns))}` : `golden ${n % 4}`
      const decision = router.route({ conversation, messages, explore })
      const right = explore && random.uniform() < quality[decision.source]
      const saved = router.observe(decision, { kind: 'answered', quality: Number(right), latencyMs: 0 })
      // As in a busy application, several outcomes are saved together.
      if (n % 40 === 39) await saved
    }
    await router.close()
    let [count, sum, squares] = [0, 0, 0]
    for (const cells of Object.values(router.state.since_move.epochs)) {
      const { n = 0, effect_sum = 0, effect_squares = 0, effect_products = 0 } = cells[cellOf(weight)] ?? {}
      count += n
      sum += effect_sum
      squares += effect_squares + effect_products
    }
    expect(count).toBe(3_000)
    const standardError = Math.sqrt((squares / count - (sum / count) ** 2) / count)
    expect(Math.abs(sum / count - 0.3)).toBeLessThan(4 * standardError)
  },
)
