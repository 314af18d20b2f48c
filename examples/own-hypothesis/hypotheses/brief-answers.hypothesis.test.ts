import { expect, hypothesis } from 'vitest-aios'

// Replies ramble. Before a line in the system prompt asks for short ones, two things must be known: that it saves time,
// and that it costs no right answers. Both are written down here before anything is measured.
const asItIs = { name: 'as it is' }
const brief = { name: 'brief', prompt: 'Answer in one short sentence.' }
const questions = { goldens: './questions.json', configuration: [brief, asItIs], source: 'main_model' } as const

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
    // The line goes live only if this is shown: until then the run is red.
    must: 'hold',
  },
  async ({ paired }) => {
    expect(await paired({ ...questions, repeats: 3 }).quality()).toBeNoWorseThan(0.15)
  },
)
