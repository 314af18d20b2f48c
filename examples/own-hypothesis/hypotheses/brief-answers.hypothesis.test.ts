import { expect, hypothesis } from 'vitest-aios'

// Replies are too long. Before a line in the system prompt asks for short ones, two claims must be tested: it saves time, and
// it does not cost right answers. Both are declared here before the measurement.
const unchanged = { name: 'as it is' }
const brief = { name: 'brief', prompt: 'Answer in one short sentence.' }
const questions = { goldens: './questions.json', configuration: [brief, unchanged], source: 'main_model' } as const

hypothesis(
  'brief-is-faster',
  {
    claim: 'asked to be brief, the main model answers 1.2 times as fast',
    metric: 'latency',
    margin: 1.2,
  },
  async ({ paired }) => {
    expect(await paired({ ...questions, repeats: 3 }).latency()).toBeFasterBy(1.2)
  },
)

hypothesis(
  'brief-is-as-good',
  {
    claim: 'asked to be brief, it is right as often, give or take 15 points',
    metric: 'quality',
    margin: 0.15,
    // The run fails unless this claim is supported.
    must: 'hold',
  },
  async ({ paired }) => {
    expect(await paired({ ...questions, repeats: 3 }).quality()).toBeNoWorseThan(0.15)
  },
)
