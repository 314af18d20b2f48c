import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answerNumber } from '../../../../src/goldens/numbers/answer.ts'

describe('spellings of a number', () => {
  test.for<[text: string, number: number | null]>([
    ['It is 25.', 25],
    ['1,234.5', 1234.5],
    ['1,000,000 people', 1_000_000],
    ['.5', 0.5],
    ['1e6', 1e6],
    ['6.02E23 is big', 6.02e23],
    ['25km', 25],
    ['H2O', null],
    ['none', null],
    // Beside letters of scripts that do not part words.
    ['合計は37円です', 37],
    ['总共有18个', 18],
    ['모두65명이다', 65],
    ['x_7', null],
    ['m² and CO₂', null],
    // Digits of other scripts.
    ['１，２５０円', 1250],
    ['٤٢', 42],
    ['१२ लोग', 12],
    ['١٬٢٣٤٫٥', 1234.5],
    ['𝟒𝟐', 42],
    // Signs.
    ['x = −7', -7],
    ['It fell to –12 degrees', -12],
    ['about ‑3 °C', -3],
    ['－8', -8],
    ['﹣8', -8],
    ['-$5', -5],
    ['$-5', -5],
    ['€–20', -20],
    ['minus 5', -5],
    ['negative twelve', -12],
    ['**-9**', -9],
    ['5-3=2', 2],
    ['10 minus 4 makes 6', 6],
    ['pages 30–45', 45],
    ['10%–20%', 20],
    ['5€-10€', 10],
    ['model-7', 7],
    ['a—5', 5],
    // Currency.
    ['$40', 40],
    ['USD40', 40],
    ['costs 40 EUR', 40],
    ['₹5,00,000', 500_000],
    ['Rs.750', 750],
    // Markdown.
    ['**42**', 42],
    ['_31_', 31],
    ['__31__ items', 31],
    ['***8***', 8],
    ['`19`', 19],
    ['~~12~~ 13', 13],
    ['13 ~~12~~', 13],
    // Groups of thousands.
    ['It costs 25,00,000 rupees', 2_500_000],
    ['1,23,45,678', 12_345_678],
    ['12\u202f345', 12_345],
    ['7\u00a0654\u00a0321,5', 7_654_321.5],
    ['20 000 euros', 20_000],
    ["3'500'000 Franken", 3_500_000],
    ['3’500.50', 3500.5],
    ['2.345.678', 2_345_678],
    ['2.345,67', 2345.67],
    ['1.234', 1.234],
    ['3,14', 3.14],
    ['0,125', 0.125],
    ['[1,2,3]', 3],
    ['[4,5]', 5],
    ['1,2,3,4', 4],
    // LaTeX.
    [String.raw`$\frac{3}{4}$`, 0.75],
    [String.raw`-\dfrac12`, -0.5],
    [String.raw`2\frac{1}{2}`, 2.5],
    ['12{,}500', 12_500],
    [String.raw`9\,800`, 9800],
    [String.raw`3 \times 10^8`, 3e8],
    [String.raw`3 \times 10^{-2}`, 0.03],
    [String.raw`\(x = 17\)`, 17],
    [String.raw`90^\circ`, 90],
    ['$65$', 65],
    [String.raw`\$65`, 65],
    [String.raw`30\%`, 30],
    // Fractions and powers.
    ['3/8', 0.375],
    ['¾', 0.75],
    ['1½ cups', 1.5],
    ['2 1/4', 2.25],
    ['10²', 100],
    ['2^10', 1024],
    ['4.5 × 10⁻³', 0.0045],
    ['1/0', null],
    // Percentages keep their number.
    ['50 %', 50],
    ['12.5%', 12.5],
    // Not numbers.
    ['2024-05-17', null],
    ['17/05/2024', null],
    ['17.05.2024', null],
    ['at 10:45', null],
    ['version 1.2.3', null],
    ['0x1F', null],
    // English number words.
    ['Six', 6],
    ['It has twenty-one rooms', 21],
    ['one hundred and five', 105],
    ['a thousand', 1000],
    ['three hundred thousand two hundred', 300_200],
    ['two million', 2_000_000],
    ['3 million people', 3_000_000],
    ['1.5 billion', 1.5e9],
    ['two dozen', 24],
    ['a dozen', 12],
    ['Zero', 0],
    ['millions of people', null],
    ['often', null],
    ['one', 1],
    // What is not seen.
    ['4\u200b2', 42],
    ['1\u00ad000', 1000],
  ])('%j is %j', ([text, number]) => {
    expect(answerNumber(text)).toBe(number)
  })

  test('every number that JavaScript writes is read back', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        expect(answerNumber(`It is ${number}.`)).toBe(Object.is(number, -0) ? 0 : number)
      }),
    )
  })

  test('every whole number is read back from its groups, in any place', () => {
    const locales = ['en-US', 'en-IN', 'de-CH', 'fr-FR', 'ar-EG', 'hi-IN-u-nu-deva', 'sv-SE', 'ru-RU']
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(...locales), (number, locale) => {
        expect(answerNumber(`= ${new Intl.NumberFormat(locale).format(number)}`)).toBe(number)
      }),
    )
    fc.assert(
      fc.property(fc.integer({ min: 1_000_000 }), (number) => {
        expect(answerNumber(new Intl.NumberFormat('de-DE').format(number))).toBe(number)
      }),
    )
  })
})

describe('the number that is the answer', () => {
  test.for<[reply: string, number: number | null, question?: string]>([
    ['First 3, then 4?', 4],
    ['She has 8 apples left, not 9.', 8],
    ['That makes 7 rather than 9.', 7],
    ['Not 12 but 13.', 13],
    ['It is not 12.', null],
    ['It cannot be $12.', null],
    ['No one knows.', null],
    ['One.', 1],
    ['There are not only 3 of them.', 3],
    ['2 + 2 = 4', 4],
    ['The answer is 30 (see step 4).', 30],
    ['**Answer:** 17\n\nThis took 3 steps.', 17],
    ['**Answer**: 17. It has 2 digits.', 17],
    ['Final answer: 8\nChecked 2 times.', 8],
    ['## Answer\n\n64\n\n## Notes\n2 of them', 64],
    ['The answer to question 3 is 25.', 25],
    ['The answer to 6 x 7 is 42, as 5 x 7 is 35.', 42],
    ['The answer is 6 groups of 7, so 42.', 42],
    ['The answer is 20% of 50, which is 10.', 10],
    ['The answer is x = 5 for all 3 cases.', 5],
    ['The answer is 12, because 5 and 7 are the parts.', 12],
    ['18 is the answer. There are 2 reasons.', 18],
    ['Therefore, 18 is the final answer to problem 2.', 18],
    ['Step 1 answer: 12. Step 2 answer: 30.', 30],
    [String.raw`Then \boxed{72} follows from 8 and 9.`, 72],
    [String.raw`\boxed{\frac{1}{4}}`, 0.25],
    [String.raw`$$\boxed{\text{36 km}}$$ in 2 hours`, 36],
    ['48 / 2 = 24\n48 + 24 = 72\n#### 72', 72],
    ['#### 72\nIt took 2 lines.', 72],
    ['#### 1. Add\n3 + 4 = 7\n#### 2. Double\n7 x 2 = 14', 14],
    ['Die Antwort ist 9 (Schritt 2).', 9],
    ['La réponse est 9 (voir 2).', 9],
    ['La respuesta es 9 (paso 2).', 9],
    ['答案是9（见2）。', 9],
    ['답은 9입니다 (2 참고)', 9],
    ['The number is 12 (see figure 3).', 12],
    ['6 × 7 = 42, as in example 2', 42],
    ['There are 8 [2].', 8],
    ['It has 50 rooms.[3]', 50],
    ['[5]', 5],
    ['1. Boil 3 eggs\n2. Eat', 3],
    ['1. Paris\n2. Rome', null],
    ['1) Paris\n2) Rome\n3) Oslo', null],
    ['25. That is five times five.', 25],
    ['She came 2nd of 9', 9],
    ['3rd', 3],
    ['This one has 7', 7],
    ['It is 7 in this one.', 7],
    ['There have been 12 since 1990.', 12],
    ['12 or 13', null],
    ['3 + 4', null],
    ['10-12 years', 12],
    ['You took 4, leaving seven.', 7, 'There are eleven. I take 4. How many are left?'],
    ['Tom will be 21 years old in 3 years.', 21, 'Tom is 18. How old is he in 3 years?'],
    ['In 3 years Tom will be 21.', 21, 'Tom is 18. How old is he in 3 years?'],
    ['There are 12 left for the two boys.', 12, 'Two boys share 12 sweets.'],
    ['The answer is that in 3 years he is 21.', 21, 'Tom is 18. How old is he in 3 years?'],
  ])('%j answers with %j', ([reply, number, question]) => {
    expect(answerNumber(reply, { question })).toBe(number)
  })

  test.for<[reply: string, wrong: number, question?: string]>([
    ['The answer is not 12, it is 13.', 12],
    ["The answer isn't 12 but 13.", 12],
    ['Is the answer 12? No, 13.', 12],
    ['The answer is 12. Wait, I made a mistake: it must be 13.', 12],
    ['The answer is 12, but with tax it is 13.', 12],
    ['My first answer was 12. The final answer is 13.', 12],
    ['3 x 4 = 12. Then subtract 2 to get 10.', 12],
    ['It costs 10,00,000 rupees', 0],
    ['20 000 euros', 0],
    ['It fell to –12 degrees', 12],
    ['You have 3, then get 2 more. So you have 5.', 3, 'I have 5 apples and give 2 away.'],
    ['20% of 10 is 200', 20, 'What is 10% of 200?'],
    ['You gave 3, so 5 are left.', 3, 'I had 5 apples and gave 2 away.'],
    ['12 + 5 = 7', 12, 'What is 7 + 5?'],
    ['It is ten or eleven.', 11],
    ['three million', 3],
    ['10²', 10],
    ['1.2.3', 3],
  ])('%j does not answer with %j', ([reply, wrong, question]) => {
    expect(answerNumber(reply, { question })).not.toBe(wrong)
  })
})

describe('after', () => {
  test.for<[reply: string, after: string, number: number | null]>([
    ['2 + 3 = 5\n#### 5\nin 2 steps', '####', 5],
    ['#### Sum\n2 + 3\n#### 5', '####', 5],
    ['Total: 12 (10 + 2)', 'total:', 12],
    ['**Total**: 12 of 20', 'Total:', 12],
    ['Total\n cost = six', 'total cost =', 6],
    ['12', 'Total:', null],
    ['12 Total:', 'Total:', null],
    ['a.b 1', 'a*b', null],
  ])('in %j the number after %j is %j', ([reply, after, number]) => {
    expect(answerNumber(reply, { after })).toBe(number)
  })
})

test.for([
  '1,234',
  ',234',
  '1 ',
  '1.',
  '9',
  '-',
  '(',
  'answer ',
  'answer is ',
  'answer: 1\n',
  'one ',
  'because 1 ',
  ' ',
  String.raw`\boxed{`,
  String.raw`\frac{`,
  '1/2/',
  '1\n',
  '1) ',
  '*_`',
  '~~1',
  '²',
  '[1] ',
  '#### ',
  'a million ',
  '01.01.2020 ',
])('comes to an end on a long reply of %j', (unit) => {
  const reply = unit.repeat(500_000 / unit.length)
  expect(answerNumber(`${reply}\n#### 7`)).toBe(7)
})

test('comes to an end on a long word of underscores', () => {
  expect(answerNumber(`a${'_'.repeat(90_000)}b\n#### 7`)).toBe(7)
})
