import { expect, hypothesis } from 'vitest-aios'

// A router must not send every kind of message the same way. The context is the kind of message (its trait);
// the effect is Cramer's V, 0 where all kinds are routed alike and 1 where the kind alone decides. No model is asked.
hypothesis(
  'H4',
  {
    claim: 'routing varies with the kind of message',
    metric: 'routing',
    minimumEffect: 0.1,
    alpha: 0.05,
    goldens: '../goldens/knowledge_set.json',
  },
  async ({ byContext }) => {
    expect(await byContext({ context: (golden) => golden.trait }).routing()).toDifferBy(0.1)
  },
)
