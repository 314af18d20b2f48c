import { describe, expect, test } from 'vitest'
import { splitThinking } from '../../../../src/models/live/thinking.ts'

const ANSWER = 'Lyon lies on the Rhône.'
const THOUGHT = 'Paris? No, that is the Seine.'

describe('tags', () => {
  const TAGS: [string, string][] = [
    ['<think>', '</think>'],
    ['<Think>', '</Think>'],
    ['<thinking>', '</thinking>'],
    ['<thought>', '</thought>'],
    ['<thoughts>', '</thoughts>'],
    ['<reasoning>', '</reasoning>'],
    ['<reflection>', '</reflection>'],
    ['<scratchpad>', '</scratchpad>'],
    ['<inner_monologue>', '</inner_monologue>'],
    ['<seed:think>', '</seed:think>'],
    ['<longcat_think>', '</longcat_think>'],
    ['<think budget="40">', '</think>'],
    ['<antThinking>', '</antThinking>'],
    ['<analysis>', '</analysis>'],
    ['<rationale>', '</rationale>'],
    ['<|begin▁of▁thought|>', '<|end▁of▁thought|>'],
    ['[THINK]', '[/THINK]'],
    ['[REASONING]', '[/REASONING]'],
    ['<|begin_of_thought|>', '<|end_of_thought|>'],
    ['<|START_THINKING|>', '<|END_THINKING|>'],
    ['<|think|>', '<|/think|>'],
    ['<|think_start|>', '<|think_end|>'],
    ['◁think▷', '◁/think▷'],
    ['<unused94>thought', '<unused95>'],
    ['<|channel>thought', '<channel|>'],
  ]

  test.each(TAGS)('%s: closed, twice, unclosed, and closed only', (open, close) => {
    const thought = `${open}\n${THOUGHT}\n${close}`
    expect(splitThinking(`${thought}\n\n${ANSWER}`)).toEqual({ text: ANSWER, reasoning: THOUGHT })
    expect(splitThinking(`\n${thought}\n${thought}\n${ANSWER}`)).toEqual({
      text: ANSWER,
      reasoning: `${THOUGHT}\n${THOUGHT}`,
    })
    expect(splitThinking(`${open}\n${THOUGHT}`)).toEqual({ text: '', reasoning: THOUGHT })
    expect(splitThinking(`${thought}\n${ANSWER}\n${open}\nor Nantes`)).toEqual({
      text: `${ANSWER}\n`,
      reasoning: `${THOUGHT}\nor Nantes`,
    })
    expect(splitThinking(`${THOUGHT}\n${close}\n\n${ANSWER}`)).toEqual({ text: ANSWER, reasoning: THOUGHT })
  })

  test.each([
    ['nothing between', `<think>\n\n</think>\n\n${ANSWER}`, ANSWER, ''],
    ['no line breaks', `<think>${THOUGHT}</think>${ANSWER}`, ANSWER, THOUGHT],
    ['a closing tag without line breaks', `${THOUGHT}</think>${ANSWER}`, ANSWER, THOUGHT],
    ['a closing tag alone at the start', `</think>\n${ANSWER}`, ANSWER, ''],
    ['a closing tag at the end', `${THOUGHT}\n</think>`, '', THOUGHT],
    ['template thinking, then a block', `a\n</think>\n<think>b</think>${ANSWER}`, ANSWER, 'a\nb'],
    ['a block after the answer began', `${ANSWER}\n<think>${THOUGHT}</think>\nYes.`, `${ANSWER}\nYes.`, THOUGHT],
    ['a block after a sentence', `Sure! <think>${THOUGHT}</think> ${ANSWER}`, `Sure! ${ANSWER}`, THOUGHT],
    ['a second block in a sentence', '<think>a</think>It is <think>b</think>Lyon', 'It is Lyon', 'a\nb'],
    ['a nested block', `<think>a <think>b</think> c</think>${ANSWER}`, ANSWER, 'a <think>b</think> c'],
    ['a tag that the thinking mentions', `<think>is <think> a tag?</think>\n${ANSWER}`, ANSWER, 'is <think> a tag?'],
    ['another closing tag', `<think>${THOUGHT}</thinking>${ANSWER}`, ANSWER, THOUGHT],
    ['template thinking that mentions the tag', `is <think> a tag?\n</think>\n${ANSWER}`, ANSWER, 'is <think> a tag?'],
    [
      'template thinking with the tag in code',
      `is \`<think>\` a tag?\n</think>\n${ANSWER}`,
      ANSWER,
      'is `<think>` a tag?',
    ],
    ['code in the thinking', `<think>\`\`\`js\nlet a\n</think>\n${ANSWER}`, ANSWER, '```js\nlet a'],
    ['an answer tag', `<think>${THOUGHT}</think>\n<answer>\n${ANSWER}\n</answer>`, ANSWER, THOUGHT],
    [
      'a solution token',
      `<|begin_of_thought|>${THOUGHT}<|end_of_thought|>\n\n<|begin_of_solution|>${ANSWER}<|end_of_solution|>`,
      ANSWER,
      THOUGHT,
    ],
    [
      'a thought process in words',
      `Here is my thought process: ${THOUGHT}\nHere is my response: ${ANSWER}`,
      ANSWER,
      THOUGHT,
    ],
    ['a final response', `${THOUGHT}\n[BEGIN FINAL RESPONSE]\n${ANSWER}\n[END FINAL RESPONSE]`, ANSWER, THOUGHT],
  ])('%s', (_name, whole, text, reasoning) => {
    expect(splitThinking(whole)).toEqual({ text, reasoning })
  })

  test.each([
    'The tag <think> is odd.',
    'Models write <think> before and </think> after.',
    'The </think> tag ends it.',
    'It ends with </think>.',
    'It ends with "</think>" as a rule.',
    'A model thinks between "<think>" and "</think>", then answers.',
    'Write `<think>hm</think>` first.',
    'Write `</think>` last.',
    'Put it like this:\n```xml\n<think>\nhm\n</think>\n```\nThat is all.',
    '~~~\n<think>hm</think>\n~~~',
    'Use <think>...</think> for it.',
    'Use tags. <think>…</think> is one.',
    '<answer>Lyon</answer>',
    'I am thinking [of a city].',
    'const think = a < b && c > d',
    'In <thinker>Rodin</thinker> there is no thought.',
  ])('what an answer talks about stays: %s', (whole) => {
    expect(splitThinking(whole)).toEqual({ text: whole, reasoning: null })
  })

  test('code after the thinking stays as it is', () => {
    const answer = 'Use a fence:\n```xml\n<think>hm</think>\n```\nor `<think>`.'
    expect(splitThinking(`<think>${THOUGHT}</think>\n\n${answer}`)).toEqual({ text: answer, reasoning: THOUGHT })
  })
})

describe('harmony', () => {
  const analysis = `<|channel|>analysis<|message|>${THOUGHT}<|end|>`
  test.each([
    [
      'whole',
      `<|start|>assistant${analysis}<|start|>assistant<|channel|>final<|message|>${ANSWER}<|return|>`,
      ANSWER,
      THOUGHT,
    ],
    ['without its start and end', `${analysis}<|start|>assistant<|channel|>final<|message|>${ANSWER}`, ANSWER, THOUGHT],
    ['cut in the analysis', `<|channel|>analysis<|message|>${THOUGHT}`, '', THOUGHT],
    ['cut between', `${analysis}<|start|>assistant<|chan`, '', THOUGHT],
    ['the final channel alone', `<|channel|>final<|message|>${ANSWER}`, ANSWER, ''],
    [
      'a template that opened it',
      `${THOUGHT}<|end|><|start|>assistant<|channel|>final<|message|>${ANSWER}<|return|>`,
      ANSWER,
      THOUGHT,
    ],
    [
      'commentary',
      `${analysis}<|start|>assistant<|channel|>commentary<|message|>Looking it up.<|end|><|start|>assistant<|channel|>final<|message|>${ANSWER}`,
      ANSWER,
      `${THOUGHT}\nLooking it up.`,
    ],
    [
      'a constrained answer',
      `${analysis}<|start|>assistant<|channel|>final <|constrain|>json<|message|>{"city":"Lyon"}`,
      '{"city":"Lyon"}',
      THOUGHT,
    ],
    ['tokens that a server took out', `analysis${THOUGHT}assistantfinal${ANSWER}`, ANSWER, THOUGHT],
    ['the same, cut', `analysis${THOUGHT}`, '', THOUGHT],
  ])('%s', (_name, whole, text, reasoning) => {
    expect(splitThinking(whole)).toEqual({ text, reasoning })
  })

  test.each(['The format has `<|channel|>analysis<|message|>` in it.', 'analysis of the data: 4', 'analysis'])(
    'stays: %s',
    (whole) => {
      expect(splitThinking(whole)).toEqual({ text: whole, reasoning: null })
    },
  )
})

test.each([
  ['opening tags', '<think>'],
  ['closing tags in quotes', '"</think>" '],
  ['blocks', '<think>a</think>'],
  ['tags in sentences', 'a <think> and </think> b '],
  ['backticks', '<think> ` '],
])('many %s do not take minutes', { timeout: 20_000 }, (_name, piece) => {
  expect(splitThinking(piece.repeat(500_000 / piece.length)).text.length).toBeLessThanOrEqual(500_000)
})

test.each(['<think/>', '<think />\n', '<thinking effort="none"/>\n\n'])('%j is thinking without words', (tag) => {
  expect(splitThinking(`${tag}${ANSWER}`)).toEqual({ text: ANSWER, reasoning: '' })
})
