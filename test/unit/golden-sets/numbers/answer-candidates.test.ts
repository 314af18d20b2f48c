import { describe, expect, test } from 'vitest'
import { answerNumber } from '../../../../src/goldens/numbers/answer.ts'

type Row = [reply: string, number: number | null, question?: string]

describe('a marked answer', () => {
  test.for<Row>([
    // A correction counts where a number follows it.
    ['I was wrong about 3 of them. The answer is 12.', 12],
    ['The answer is 12. ACTUALLY, 13.', 13],
    ['The answer is 12, wait, step 3 is wrong.', 12],
    ['The answer is 12, which was wrong once.', 12],
    // What an expression comes to.
    ['The answer is 6 x 7 =  42 of 50.', 42],
    ['The answer is 6 packs, GIVING 42 of 50.', 42],
    ['The answer is 6 packs, so about 42.', 6],
    ['The answer is APPROXIMATELY 12 of 50.', 12],
    ['The answer is just about 12 of 50.', 12],
    ['The answer is that of 3 boys 2 stay, 7 leave', 7],
    // Numbers in parentheses, where there is another.
    ['The answer is (with 3 more) 12', 12],
    ['The answer is (12)', 12],
    ['The answer is (3) 12 of 50', 12],
    // Nothing but ordinals and labels.
    ['The answer is step 2', 2],
    ['The answer is the 2nd, then the 3rd', 3],
    // Contrasts and ranges.
    ['The answer is 12, BUT 13 is near', 13],
    ['But the answer is 12 of 13.', 12],
    ['The answer is 12 of 13, but no more.', 12],
    ['The answer is 10 to 12 years', 12],
    ['The answer is 10-12 of 15 years', 12],
    ['The answer is 10 to be exact, of 12', 10],
    ['The answer is 10 out to 12', 10],
    ['The answer is 5. However, 6', 5],
    ['The result: 20%, i.e. 5', 5],
  ])('in %j is %j', ([reply, number, question]) => {
    expect(answerNumber(reply, { question })).toBe(number)
  })

  test.for<Row>([
    ['42 is  the answer. 7 of it.', 42],
    ['42 is the  final answer. 7 of it.', 42],
    ['42 is the final  answer. 7 of it.', 42],
    ['42 IS THE ANSWER. 7 of it.', 42],
    ['42, in step 3, is the answer. 7', 42],
    ['Of 50, 42 is the answer. 7', 42],
    ['42. This is the answer: 7', 7],
    ['42! It is the answer, step 7', 7],
    ['42 is the answer\n7 more', 42],
    ['Given 5. Step 2 is the answer: 9', 9],
  ])('before its mark in %j is %j', ([reply, number, question]) => {
    expect(answerNumber(reply, { question })).toBe(number)
  })
})

describe('the last sentence that has a number', () => {
  test.for<Row>([
    ['Start with 10. Then 4 and 5', 5],
    ['Of 10. There are 4 boys and five girls', 4],
    ['There are 4 boys, so five girls', 5],
    ['There are 4 boys, five girls', 4],
    ['There are four boys, five girls', 5],
    ['There are four boys, 5 girls of six', 5],
    ['There are 7 of 9', 7, '8 or 9?'],
    ['There are 9, 7, 8', 7, '8 or 9?'],
    ['8 of 9', 9, '8 or 9?'],
    ['seven, and 8', 7, '8?'],
  ])('of %j answers with %j', ([reply, number, question]) => {
    expect(answerNumber(reply, { question })).toBe(number)
  })
})

describe('labels', () => {
  test.for<Row>([
    ['It is 12. See FIGURE 3.', 12],
    ['It is 12 (step  3).', 12],
    ['It is 12 [#3].', 12],
    ['It is 12, see steps 3 and 4', 12],
    ['It is 12, see steps 3, 4', 12],
    ['It is 12, see steps 3-4', 12],
    ['It is 12, see steps 3 to 4', 12],
    ['It is 12, see steps 3 & 4', 12],
    ['It is 12, see step 3; and 4', 4],
    ['It is 12, see step 3 and then 4', 4],
    ['The 2nd and 4', 4],
    ['It is 8, as onepage 3 says', 3],
    ['#7 is it', 7],
    ['It is the 3rd of 7, the 4th', 7],
    ['It is 7. One.', 7],
    ['It is 7. ONE.', 7],
    ['Every ONE has 7, some  one has not', 7],
    ['Any one', null],
    ['Some  ONE', null],
    ['No seven', 7],
  ])('in %j: %j', ([reply, number, question]) => {
    expect(answerNumber(reply, { question })).toBe(number)
  })

  test.for<Row>([
    ['8, a [2] b', 8],
    ['It has 50. [3] yes', 50],
    ['8 [2', 2],
    ['8 2] of', 2],
    ['8 a [ 2] b', 2],
  ])('of notes in %j: %j', ([reply, number, question]) => {
    expect(answerNumber(reply, { question })).toBe(number)
  })
})

describe('numbers that are rejected', () => {
  test.for([
    'It is NOT 12.',
    'It is not  12.',
    'It is not "12".',
    'It is not equal to 12.',
    'NEITHER 12 nor 13',
    '9 IS WRONG.',
    '"9" is wrong.',
    '9"), is not the answer',
    '9 was never the answer',
    '9 cannot be',
  ])('in %j', (reply) => {
    expect(answerNumber(reply)).toBeNull()
  })

  test.for<Row>([
    ['It is 8 instead of  9', 8],
    ['9 ... is wrong.', 9],
    ['9 it is. Which is wrong', 9],
    ['9 was not seen', 9],
  ])('are not found in %j', ([reply, number, question]) => {
    expect(answerNumber(reply, { question })).toBe(number)
  })
})

describe('operands', () => {
  test.for<Row>([
    ['12 TIMES 3', null],
    ['12 * 3', null],
    ['2*3', null],
    ['12 multiplied by (3', null],
    ['12, and it is times 3', 3],
    ['12 times more than 3', 3],
    ['12 OR 13', null],
    ['12 or 12', 12],
    ['12 ou 13', null],
    ['12 for 13', 13],
    ['12 or just 13', 13],
    ['12, or 13', 13],
    ['8 and 12  - 3', 8],
    ['12 -  3', 3],
    ['12 - 3 and 7', 7],
    ['7 and 12 - 3', 7],
    ['7 and 12 minus 3', 7],
    ['step 12 - 3', 3],
    ['2 x 12 - 3', 3],
    ['7, but 12 - a - 3', 3],
  ])('in %j: %j', ([reply, number, question]) => {
    expect(answerNumber(reply, { question })).toBe(number)
  })
})

describe('reasons', () => {
  test.for<Row>([
    ['12 BECAUSE 5 and 7', 12],
    ['12 because 5 and 7, since 3', 12],
    ['because 5 and 7: 12', 5],
    ['12 since 5 step 3 of 7', 12],
    ['12 of 9 because 5. Then 8', 8],
  ])('in %j: %j', ([reply, number, question]) => {
    expect(answerNumber(reply, { question })).toBe(number)
  })
})

describe('marks of a list', () => {
  test.for<Row>([
    ['3) Oslo\n4) Rome', null],
    ['2) Oslo 5', 5],
    ['1) Oslo', null],
    ['Take 5: (1) a (2) b', 5],
    ['Take 5: 1) a 2) b', 5],
    ['Take 5: (1) a', 1],
    ['> 1. Paris', null],
    ['* 2. Paris', 2],
    ['7\n2. Paris\n3. Rome', 7],
    ['7\n3. Paris\n2. Rome', 2],
    ['7\n2. Paris\n4. Rome', 4],
    ['7\n1.) Paris', 7],
    ['7\n(1) Paris', 7],
    ['In 7 it 1. Paris', 1],
    ['7\n1.5 Paris', 1.5],
  ])('in %j: %j', ([reply, number, question]) => {
    expect(answerNumber(reply, { question })).toBe(number)
  })
})

describe('emphasis', () => {
  test.for<Row>([
    [`8 ~~9${' '.repeat(199)}~~`, 8],
    [`8 ~~9${' '.repeat(200)}~~`, 9],
    ['8 ``of`` **9**', 9],
    ['**8** **9**', 9],
    ['``8``', 8],
    ['a__8', null],
    ['2 ** 3', 3],
  ])('in %j: %j', ([reply, number, question]) => {
    expect(answerNumber(reply, { question })).toBe(number)
  })
})

test.for<[reply: string, after: string, number: number]>([
  ['Total 7 of 8', 'total  ', 7],
  ['Cost $ 7 of 8', 'cost $', 7],
  ['a*b 7 of 8', 'a*b', 7],
  ['(a|b) 7 of 8', '(a|b)', 7],
  ['a/b 7 of 8', 'a/b', 7],
  ['a  b 7 of 8', 'a b', 7],
  ['a b 7 of 8', 'a  b', 7],
  ['Total:7 of 8', 'Total:', 7],
  ['12 Total: step 3', 'Total:', 3],
  ['Total: 2024-01-01 or 5', 'Total:', 5],
])('in %j the number after %j is %j', ([reply, after, number]) => {
  expect(answerNumber(reply, { after })).toBe(number)
})

test('no more than the last 100,000 characters are searched', () => {
  expect(answerNumber(`7${' '.repeat(99_999)}`)).toBe(7)
  expect(answerNumber(`7${' '.repeat(100_000)}`)).toBeNull()
})

const PREFIX = 'Let us think about this. '.repeat(10)

describe('a correction', () => {
  test.for<Row>([
    // Without a number behind the answer there is nothing to correct it by.
    ['For 5 boys the answer: about seven. Wait, let me think.', 7],
    ['For 5 boys the answer: about seven. Wait, see step 3.', 7],
    [`${PREFIX}The answer is 12. Wait, 13.`, 13],
    ['Wait, 5 of them. The answer is 12 for 7 boys.', 12],
  ])('in %j: %j', ([reply, number]) => {
    expect(answerNumber(reply)).toBe(number)
  })
})

describe('the number of a mark', () => {
  test.for<Row>([
    ['The answer is 6 packs =42 of 50.', 42],
    ['The answer is 6 packs, so "42" of 50.', 42],
    ['The answer is 6 packs, so «"‹\'42 of 50.', 42],
    ['Answer:12 of 50', 12],
    ['The answer is that. 12 of 13', 13],
    ['The answer is (12). It has 2 digits.', 12],
    ['The answer is (3) 12', 12],
    ['The answer is 12 of (3) 50', 12],
    ['(The answer is 12 of (3) 50)', 12],
    ['The answer is 12 of 13, but 14 is near', 14],
    ['The answer is the number of boys, 12. It took 3 hours.', 12],
    ['## Answer\n\nTom has 64 apples. It took 2 days', 64],
    ['The answer is 12. Other answers lose 2 points\nin all', 12],
    ['#### 72?\nIt took 2 lines', 72],
    [String.raw`\boxed{\text{cost} 12} in 3 hours`, 12],
    // Parentheses count within 500 characters, a verb within 300.
    [`The answer is about (${' '.repeat(499)}3) 12`, 12],
    [`The answer is about (${' '.repeat(500)}3) 12`, 3],
    [`Answer ${'b'.repeat(296)} is 12. It took 3`, 12],
    [`Answer ${'b'.repeat(297)} is 12. It took 3`, 3],
  ])('%#: %j', ([reply, number]) => {
    expect(answerNumber(reply)).toBe(number)
  })

  test.for<Row>([
    [`42 is the answer. It took 7 days${' and more'.repeat(30)}`, 42],
    [`42 is${' '.repeat(108)}the answer. 7`, 42],
    [`42 is${' '.repeat(109)}the answer. 7`, 7],
    ['42 is the best of an answer. 7 of it', 7],
    ['42is the answer. 7', 42],
    [`${PREFIX}42 is the answer. 7 of it`, 42],
  ])('may come before it (%#): %j', ([reply, number]) => {
    expect(answerNumber(reply)).toBe(number)
  })
})

describe('among several numbers', () => {
  test.for<Row>([
    ['There were 9. Of them 8 stay', 8, '8 or 7?'],
    ['8, 7, 6', 6, '6, 7 or 8?'],
    ['x =8 of 9', 8, '8 or 9?'],
    ['It is "8" of 9', 8, '8 or 9?'],
    ['It is «"‹\'8 of 9', 8, '8 or 9?'],
    ['It IS 8 of 9', 8, '8 or 9?'],
    ['It is 12, see fig.3', 12],
    ['In this there is one', 1],
    ['There were 7. It is one', 7],
    [`12 +${' '.repeat(28)}3`, null],
    [`12 +${' '.repeat(29)}3`, 3],
    ['8 and 12 -  3', 8],
    ['5 - 2024-01-01', 5],
    ['It is 7, the 2nd and 4', 4],
    ['It is 7, see step 2024-01-01 and 4', 4],
    ['It is not 12 because 5 or 6', null],
    ['8 x[a 2] of', 2],
    [`It is 12 at step${' '.repeat(20)}3`, 12],
    [`It is 12 at step${' '.repeat(21)}3`, 3],
    // Not the marks of a list.
    ['It has 3. Then 4. So', 4],
    ['3a) x\n4a) y', 4],
    ['so f(3) and f(4) are', 4],
    ['x (3a) y (4a) z', 4],
    // Emphasis around a rejected number.
    ['8 ~~9~~', 8],
    ['It is not ____8____', null],
    ['8____ is wrong', null],
    ['It is not ***8***', null],
  ])('in %j: %j', ([reply, number, question]) => {
    expect(answerNumber(reply, { question })).toBe(number)
  })
})

test.for<[reply: string, after: string, number: number]>([
  ['**Total** cost 7 of 8', 'total cost', 7],
  ['Total:7 of 8', 'Total: ', 7],
  ['2 * 3 = 7 of 8', '2 * 3 =', 7],
  ['2 + 3 = 7 of 8', '2 + 3 =', 7],
])('emphasis and operators: in %j the number after %j is %j', ([reply, after, number]) => {
  expect(answerNumber(reply, { after })).toBe(number)
})
