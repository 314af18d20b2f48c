import { expect, test } from 'vitest'
import { numbersIn } from '../../../src/goldens/numbers.ts'
import { withNumberWords } from '../../../src/goldens/number-words.ts'

const valuesIn = (text: string) => withNumberWords(text, numbersIn(text)).map(({ value }) => value)

test.for<[text: string, ...values: number[]]>([
  ['seven', 7],
  ['nineteen and ninety', 19, 90],
  ['twenty-one', 21],
  ['twenty one', 21],
  ['twenty - one', 21],
  ['twenty, one', 20, 1],
  ['twenty zero', 20, 0],
  ['twenty ten', 20, 10],
  ['thirty nine', 39],
  ['twenty thirty', 20, 30],
  ['five six', 5, 6],
  ['five twenty', 5, 20],
  ['six hundred', 600],
  ['six, hundred', 6],
  ['hundred'],
  ['a hundred', 100],
  ['a, hundred'],
  ['a seven', 7],
  ['one hundred and five', 105],
  ['one hundred, and five', 105],
  ['one hundred, five', 105],
  ['one hundred five', 105],
  ['one hundred or five', 100, 5],
  ['one hundred and then five', 100, 5],
  ['one hundred a dozen', 100, 12],
  ['two hundred thousand', 200_000],
  ['two million three hundred thousand', 2_300_000],
  ['a thousand two hundred', 1200],
  ['five dozen', 60],
  ['two lakh', 200_000],
  ['two dozen thousand', 24_000],
  ['two thousand hundred', 2000],
  ['two thousand thousand', 2000],
  ['two thousand million', 2000],
  ['two hundred dozen', 200],
  ['one hundred dogs and five', 100, 5],
  ['two crores', 20_000_000],
  ['two billion', 2e9],
  ['two trillion', 2e12],
  ['7 mio', 7e6],
  ['7 mn', 7e6],
  ['7 Millionen', 7e6],
  ['7 millones', 7e6],
  ['7 bn', 7e9],
  ['7 Mrd', 7e9],
  ['7 Milliarde', 7e9],
  ['7 Milliarden', 7e9],
  ['7 milliard', 7e9],
  ['7 milliards', 7e9],
  ['7 hundred and 5', 700, 5],
  ['7, million', 7],
  ['eleven 5 twelve', 11, 5, 12],
  ['seven_up someone often'],
])('%j', ([text, ...values]) => {
  expect(valuesIn(text)).toEqual(values)
})

test.for<[text: string, ...values: number[]]>([
  ['minus 5', -5],
  ['Minus five', -5],
  ['negative 5', -5],
  ['NEGATIVE five', -5],
  ['minus -5', -5],
  ['minus 0.5', -0.5],
  ['minus 0', 0],
  [`10 minus 5${' and so on'.repeat(10)}`, 10, 5],
  ['terminus 5', 5],
  ['minus a 5', 5],
  ['10 minus 5', 10, 5],
  ['(3) minus 5', 3, 5],
  ['10% minus 5', 10, 5],
  ['TEN minus 5', 10, 5],
  ['fourteen minus 5', 14, 5],
  ['seventy  minus 5', 70, 5],
  ['ten degrees minus 5', 10, -5],
  ['10 negative 5', 10, -5],
])('the sign in %j', ([text, ...values]) => {
  expect(valuesIn(text)).toEqual(values)
})

test('a number in words covers its words, with the sign', () => {
  const text = 'It is minus forty-two or 3 million.'
  const tokens = withNumberWords(text, numbersIn(text))
  expect(tokens.map(({ start, end }) => text.slice(start, end))).toEqual(['minus forty-two', '3 million'])
  expect(tokens.map(({ word, ordinal }) => [word, ordinal])).toEqual([
    [true, false],
    [false, false],
  ])
})
