import { describe, expect, test } from 'vitest'
import { answerNumber } from '../../../../src/goldens/numbers/answer.ts'

describe('a number that its context rejects is not the answer', () => {
  test.for([
    'Incorrect:  12',
    'Wrong: ("12")',
    `not${' '.repeat(21)}12`,
    `12 is ${'e'.repeat(48)}ly wrong`,
    '12 (incorrect)',
    '12 (wrong)',
    '12 (Not correct)',
    '12 [wrong]',
    '12 apples (incorrect)',
    '12°C (incorrect)',
    '**12** (incorrect)',
    '12 (incorrect, as the tax is missing)',
    '12 (wrong because the tax is missing)',
    '12 (clearly wrong)',
    '12 (that is wrong)',
    "12 (that's wrong)",
    "12 (it isn't right)",
    '12 (which was never possible)',
    '12 - wrong',
    '12 — incorrect',
    '12: incorrect',
    '12, incorrect.',
    '12 → wrong',
    '12 -> false',
    '12 => invalid',
    '| 12 | incorrect |',
    '12, which is wrong.',
    '12, that is not the answer',
    '12. That is wrong.',
    '12. This was incorrect',
    '12 is also wrong',
    '12 is clearly incorrect',
    '12 is the wrong answer',
    '12 is a wrong answer',
    '12 is not really the answer',
    '12 seems wrong',
    '12 would be wrong',
    '12 must be false',
    '12 apples is wrong',
    "12 can't be right",
    '12 is not a solution',
    "12 wasn't my result",
    '12? No.',
    '12? Wrong!',
    'Is it 12? No',
    '12 ❌',
    '12✗',
    '12 km ✘',
    'Tried:\n❌ 12',
    'Tried:\n- ✗ 12',
    'Answer: 12 (incorrect)',
    'The answer is 12 (incorrect).',
    '#### 12 (wrong)',
    'The answer is 12. That is wrong.',
    String.raw`\boxed{12} is wrong`,
  ])('%j', (reply) => {
    expect(answerNumber(reply)).toBeNull()
  })

  test.for([
    '13 (correct), 12 (incorrect)',
    '12 (incorrect), 13 (correct), 14 (wrong)',
    '12: incorrect\n13: correct',
    'Answer: 12 (incorrect)\nAnswer: 13 (correct)',
    'The answer is 12 (incorrect). It is 13.',
    '12 ❌, 13 ✅',
    '13 ✅, 12 ❌',
    '12? No, 13.',
    'Is it 12? No. It is 13.',
    '13 (not incorrect)',
    '13 (wrong side first)',
    '13, wrong answers aside',
    '13: false friends',
    '13 is the 3rd, not 12',
    '13 - not 12',
    '13? No idea',
    '13 is not only large',
    '13. It is wrongly called 12, which is wrong',
  ])('and leaves the other one in %j', (reply) => {
    expect(answerNumber(reply)).toBe(13)
  })
})

test('rejects a number by the 24 characters before it, and the 60 after it', () => {
  expect(answerNumber(`not${' '.repeat(22)}12`)).toBe(12)
  expect(answerNumber(`12 is ${'e'.repeat(49)}ly wrong`)).toBe(12)
})

describe('a marked answer', () => {
  test.for([
    'The answer is 12. It has 2 wrong parts.',
    'The answer is 12. 3 of the options are wrong.',
    'The answer is 12. Wrong answers lose 2 points.',
    'The answer is 12. There are 2 wrong answers.',
    'The answer is 12. The other answers have 3 digits.',
    'The answer is 12. A common mistake is 13.',
    'The answer is 12. Incorrect solutions have 4 digits.',
    'The answer is 12. You wait 5 minutes.',
    'The answer is 12. They wait, all 5.',
    'The answer is 12. She actually has 3.',
    'The answer is 12. Sorry for the 2 typos.',
    'The answer is 12. It is wrong to say 13.',
    'The answer is 12. If you get 13, that is wrong.',
    'The answer is 12. Two parts that are wrong give 3.',
    'The answer is 12. Students who made a mistake got 13.',
    'The answer is 12. The correction of 3 exams took 2 hours.',
    'The answer is 12. The results seem wrong in 3 cases.',
  ])('stays in %j', (reply) => {
    expect(answerNumber(reply)).toBe(12)
  })

  test.for([
    'The answer is 12. Wait, 13.',
    'The answer is 12. Wait: 13.',
    'The answer is 12. Wait no 13.',
    'The answer is 12. Wait - 13.',
    'The answer is 12.\nOh wait, it must be 13.',
    'The answer is 12. No, wait. 13',
    'The answer is 12. Hmm, actually it must be 13.',
    'The answer is 12. But actually 13',
    'The answer is 12 (actually 13)',
    'The answer is 12. **Correction:** 13',
    'The answer is 12. Oops, 13',
    'The answer is 12. Scratch that. 13',
    'The answer is 12. On second thought, 13',
    "The answer is 12. I'm sorry, 13",
    'The answer is 12. My apologies, 13',
    'The answer is 12; I apologise: 13',
    'The answer is 12. Incorrect! 13',
    'The answer is 12. Wrong, 13',
    'The answer is 12. It must be 13, as I made a mistake.',
    'The answer is 12. I have made an arithmetic error: 13',
    'The answer is 12 with tax. That is wrong. 13',
    'The answer is 12 with tax. This was incorrect; 13',
    "The answer is 12 with tax. That isn't right: 13",
    "The answer is 12 with tax. That's not correct. 13",
    'The answer is 12 with tax. I was wrong, 13',
    "The answer is 12. Well, I'm mistaken; 13",
    'The answer is 12. My answer was false. 13',
    'The answer is 12. Hm, it is actually 13',
  ])('is taken back in %j', (reply) => {
    expect(answerNumber(reply)).toBe(13)
  })
})
