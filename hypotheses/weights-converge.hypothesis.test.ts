import { expect, hypothesis } from 'vitest-aios'

// Just below the boundary of 0.5 a router is at its most watchful: half of the messages go each way. Weights that settle
// somewhere else mean that the traffic as a whole leans to one of the models. No model is asked.
hypothesis(
  'H6',
  {
    claim: 'weights converge to 0.495',
    metric: 'weight',
    margin: 0.02,
    alpha: 0.05,
    goldens: ['../goldens/sample_set.json', '../goldens/knowledge_set.json'],
  },
  async ({ observations }) => {
    expect(await observations().series('weight')).toConvergeTo(0.495, { margin: 0.02 })
  },
)
