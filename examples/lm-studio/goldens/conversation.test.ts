import { expect, type Golden, test } from 'vitest-aios'

const name: Golden = {
  id: 'name',
  question: 'What is my name? Answer with the name only.',
  trait: 'memory',
  expect: { contains: 'Mira' },
}

test('knows what was said before', async ({ ask }) => {
  const answer = await ask([
    { role: 'user', content: 'My name is Mira, and I have a question.' },
    { role: 'assistant', content: 'Nice to meet you, Mira. What is it?' },
    { role: 'user', content: name.question },
  ])
  expect(answer).toAnswer(name)
})

test('sends small talk to the small model', ({ router }) => {
  const { source } = router.route({ conversation: 'small talk', messages: [{ role: 'user', content: 'Hello!' }] })
  expect(source).toBe('embedder')
})
