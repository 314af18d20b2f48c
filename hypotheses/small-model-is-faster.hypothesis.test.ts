import { expect, hypothesis } from 'vitest-aios'

// A second model is worth its trouble if it is clearly faster. Both answer the same questions in turns; the ratio is of
// whole replies as a person waits for them, so a model that says less is faster too.
hypothesis(
  'H3',
  {
    claim: 'the embedder answers at least twice as fast as the main model',
    metric: 'latency',
    margin: 2,
    alpha: 0.05,
    goldens: '../goldens/knowledge_set.json',
  },
  async ({ paired }) => {
    expect(await paired({ source: ['embedder', 'main_model'], repeats: 3 }).latency()).toBeFasterBy(2)
  },
)
