import { readFileSync } from 'node:fs'
import { expect, hypothesis, type Prompt } from 'vitest-aios'

// A small model loses the one note that matters among others. If so, a prompt should hold few notes, well chosen; if
// not, there is no need to choose. The short prompt holds the note with the answer, the long one the whole handbook.
const { goldens } = JSON.parse(readFileSync(new URL('./guest_house_set.json', import.meta.url), 'utf8')) as {
  goldens: { messages: { content: string }[] }[]
}
const handbook = goldens.map(({ messages }) => messages[0]?.content).join(' ')

const oneNote: Prompt = ({ conversation }) => conversation
const wholeHandbook: Prompt = ({ question }) => [
  { role: 'system', content: handbook },
  { role: 'user', content: question },
]

hypothesis(
  'H2',
  {
    claim: 'longer context lowers quality',
    metric: 'quality',
    minimumEffect: 0.1,
    alpha: 0.05,
    goldens: './guest_house_set.json',
  },
  async ({ paired }) => {
    // Decoding is greedy: a second reply to the same prompt would say the same.
    const pairs = paired({ prompt: [oneNote, wholeHandbook], source: 'main_model', repeats: 1 })
    expect(await pairs.quality()).toDifferBy(0.1, { direction: 'negative' })
  },
)
