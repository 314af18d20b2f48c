import { expect, test } from 'vitest'
import { markedAnswers, sentenceEnd, sentencesOf } from '../../../../src/goldens/numbers/answer-marks.ts'
import { answerNumber } from '../../../../src/goldens/numbers/answer.ts'
import { foldNumerals } from '../../../../src/goldens/phrases/fold.ts'

const markedIn = (text: string) => {
  const folded = foldNumerals(text)
  return markedAnswers(folded).map(({ start, end }) => folded.slice(start, end).trim())
}

test.for<[text: string, ...marked: string[]]>([
  ['The answer is 12. So it is.', '12'],
  ['THE ANSWER IS 12', '12'],
  ['Answer: 12 of 3\nmore', '12 of 3'],
  ['12 is the answer', ''],
  ['The answer to all is', 'to all is'],
  ['Answer:\n\n**12**', '**12**'],
  ['## Answer\n12', '12'],
  ['**Answer**\n12', '12'],
  ['Answer\nis 12', '12'],
  ['The answer is 1.5 m. It is', '1.5 m'],
  ['The answer is 12.', '12'],
  ['The answer is "12." So', '"12'],
  ['The answer is **12.** So', '**12'],
  ['答案是12。对', '12'],
  [String.raw`so \boxed{12} of 20 is`, '12'],
  [String.raw`so \boxed{12`, '12'],
  ['#### 12\nof 13', '12'],
  ['#### 12', '12'],
  ['### 12'],
  ['My answers are 12. The final result is 13.', '12', '13'],
  ['Is the answer 12? No.'],
  ['The answer is not 12.'],
  ['The answer is NOT 12.'],
  ['The answer is **not** 12.'],
  ["The answer isn't 12."],
  ['The answer is never 12.'],
  ['The answer not known is 12'],
  ['The answer was not  12'],
  ['Die Antwort ist nicht 12.'],
  ['The answer is nothing but 12', 'nothing but 12'],
  ['The answer is 12, not 13', '12, not 13'],
  ['The answers', ''],
  ['Answer:not 12'],
  [`Answer:${'*'.repeat(19)}\n12`, '12'],
  [`Answer\n${' '.repeat(19)}\n12`, '12'],
  [`Answer:${'*'.repeat(19)}\n${' '.repeat(19)}\n12`, '12'],
  ['unanswered: 12'],
])('%j marks', ([text, ...marked]) => {
  expect(markedIn(text)).toEqual(marked)
})

test('the sentences of a text do not depend on the texts before it', () => {
  const text = 'There were 9. Of them 8 stay'
  const sentenceOfEight = () => sentencesOf(text)(text.indexOf('8'))
  expect(sentenceOfEight()).toBe(1)
  expect(sentenceEnd(`${'so '.repeat(20)}. And`, 10)).toBe(60)
  expect(sentenceOfEight()).toBe(1)
})

test('a text of many marks is read by its last ones', () => {
  expect(markedIn('Answer: 1\n'.repeat(60))).toHaveLength(50)
})

test('sentences end with a mark before a space, at a line break, and with the text', () => {
  const text = 'One 1.5! Two? (Three.) 四。五\nsix'
  expect(sentenceEnd(text, 0)).toBe(text.indexOf('!'))
  expect(sentenceEnd(text, 9)).toBe(text.indexOf('?'))
  expect(sentenceEnd(text, 20)).toBe(text.indexOf('.)'))
  expect(sentenceEnd(text, text.indexOf('四'))).toBe(text.indexOf('。'))
  expect(sentenceEnd(text, text.length - 1)).toBe(text.length)
  const numberOf = sentencesOf(text)
  const words = ['One', '5', '!', 'Two', 'Three', '四', '五', 'six']
  expect(words.map((word) => numberOf(text.indexOf(word)))).toEqual([0, 0, 0, 1, 2, 3, 4, 5])
})

test.for([
  'Incorrect: 12',
  'Wrong: 12.',
  'False: **12**',
  'Not: 12',
  'Wrong answer: 12',
  'The incorrect answer is 12.',
  'The wrong answers were 12.',
  'The answer is incorrect: 12',
  'The answer is not 12.',
  'The answer is definitely not 12.',
  'The answer is no longer 12.',
])('does not take a rejected number as the answer: %j', (reply) => {
  expect(answerNumber(reply)).toBeNull()
})

test.for([
  'Incorrect: 12\nCorrect: 13',
  'Wrong answer: 12. Correct answer: 13.',
  'The wrong answer would be 12, the right one 13.',
  'That is incorrect: it is 13.',
  'It is not wrong to say 13',
  'Not 12: the answer is 13.',
])('the right answer beside a wrong one counts: %j', (reply) => {
  expect(answerNumber(reply)).toBe(13)
})
