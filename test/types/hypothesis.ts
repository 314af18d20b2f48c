import { expect, hypothesis } from 'vitest-aios'
import type { Hypothesis, HypothesisBody, Prompt, Replies, VariantPair } from 'vitest-aios'

const declared: Hypothesis = { claim: 'the embedder is faster', margin: 2, metric: 'latency', must: 'hold' }
const polite: Prompt = ({ question, conversation }) => (conversation.length > 1 ? conversation : `Please: ${question}`)
const ways: VariantPair = { prompt: [polite, ({ question }) => question], source: 'main_model' }
const body: HypothesisBody = async ({ paired, byContext, observations, ask, router }) => {
  expect(await paired(ways).latency()).toBeFasterBy(2)
  expect(await paired({ source: ['embedder', 'main_model'], repeats: 3 }).quality()).toBeNoWorseThan(0.05)
  expect(await byContext({ context: (golden) => golden.trait }).routing()).toDifferBy(0.1)
  expect(await byContext({ from: 'log', context: (event) => event.conv_id }).tokens()).toDifferBy(0.1)
  const replies: Replies = observations({ from: 'log', since: '7d', origin: 'replayed' })
  expect(await replies.relation('weight', 'quality')).toCorrelate({ atLeast: 0.1, direction: 'negative' })
  expect(await observations().series('weight')).toConvergeTo(0.495, { margin: 0.02 })
  expect(router.boundary).toBe(0.5)
  await ask('Hello!', { source: 'embedder' })
}

hypothesis('H1', declared, body)
hypothesis.only('H2', { ...declared, goldens: ['./a.json', './b.json'] }, body)
hypothesis.skip('H3', declared, body)

// @ts-expect-error a hypothesis has a claim
hypothesis('H4', { margin: 2 }, body)
// @ts-expect-error no such part of a declaration
hypothesis('H5', { claim: 'a', minimumEfect: 2 }, body)

hypothesis('H6', declared, async ({ paired, byContext, observations }) => {
  // @ts-expect-error no such source
  paired({ source: ['embedder', 'main'] })
  // @ts-expect-error a pair is one of models, prompts or configurations
  paired({ source: ['embedder', 'main_model'], prompt: [polite, polite] })
  // @ts-expect-error what is paired has no routing
  await paired(ways).routing()
  // @ts-expect-error a context is a text
  byContext({ context: () => 1 })
  // @ts-expect-error what is logged is not asked again
  observations({ from: 'log', repeats: 2 })
  // @ts-expect-error no such metric
  await observations().series('speed')
  // @ts-expect-error a series needs a margin
  expect(await observations().series('weight')).toConvergeTo(0.495)
})
