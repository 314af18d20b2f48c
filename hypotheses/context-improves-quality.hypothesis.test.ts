import { expect, hypothesis, type Prompt } from 'vitest-aios'

// A model cannot know a house's own handbook. If the note that holds the answer stands in the prompt, it should answer
// more questions; if not, looking up notes for each question is work for nothing. The same model is asked both ways.
const withoutNote: Prompt = ({ question }) => [{ role: 'user', content: question }]
const withNote: Prompt = ({ conversation }) => conversation

hypothesis(
  'H5',
  {
    claim: 'context given in the prompt improves quality',
    metric: 'quality',
    minimumEffect: 0.1,
    alpha: 0.05,
    goldens: './guest_house_set.json',
  },
  async ({ paired }) => {
    // Decoding is greedy: a second reply to the same prompt would say the same.
    const pairs = paired({ prompt: [withoutNote, withNote], source: 'main_model', repeats: 1 })
    expect(await pairs.quality()).toDifferBy(0.1, { direction: 'positive' })
  },
)
