import { expect, hypothesis } from 'vitest-aios'

// The router sends a message to the large model because of its weight. That helps only if weight tells difficulty:
// the heavier a question, the less often the small model should answer it well. If this is not supported, the weight
// separates questions by something else than what the small model can do.
hypothesis(
  'H1',
  {
    claim: 'the heavier a question weighs, the less often the embedder is right',
    metric: 'quality',
    minimumEffect: 0.1,
    alpha: 0.05,
    goldens: '../goldens/knowledge_set.json',
  },
  async ({ observations }) => {
    const replies = observations({ source: 'embedder' })
    expect(await replies.relation('weight', 'quality')).toCorrelate({ atLeast: 0.1, direction: 'negative' })
  },
)
