import type { Random } from '../../src/evidence.ts'
import { NAMES, THINGS } from './questions-facts.ts'
import { pick, type Template, whole } from './questions-draw.ts'

const number = (question: string, value: number) => ({ question, expect: { number: { value } } })

function ask(random: Random, expression: string, value: number) {
  const forms = [`What is ${expression}?`, `Calculate ${expression}.`, `${expression} =`, `How much is ${expression}?`]
  return number(pick(random, forms), value)
}

function sum(most: number): Template {
  return (random) => {
    const [a, b] = [whole(random, 1, most), whole(random, 1, most)]
    return ask(random, `${a} + ${b}`, a + b)
  }
}

function difference(most: number): Template {
  return (random) => {
    const [a, b] = [whole(random, 1, most), whole(random, 1, most)]
    return ask(random, `${a + b} - ${b}`, a)
  }
}

function product(least: number, most: number): Template {
  return (random) => {
    const [a, b] = [whole(random, 2, most), whole(random, least, most)]
    return ask(random, `${a} * ${b}`, a * b)
  }
}

/** Graded: one digit to four, one operation to three. */
export const arithmetic: Record<string, Template> = {
  'sum-1': sum(9),
  'sum-2': sum(99),
  'sum-3': sum(999),
  'difference-1': difference(9),
  'difference-2': difference(99),
  'product-1': product(2, 9),
  'product-2': product(11, 30),
  quotient(random) {
    const [a, b] = [whole(random, 2, 12), whole(random, 2, 12)]
    return ask(random, `${a * b} / ${b}`, a)
  },
  chain(random) {
    const [a, b, c] = [whole(random, 2, 20), whole(random, 2, 20), whole(random, 2, 9)]
    return ask(random, `${a} + ${b} + ${c}`, a + b + c)
  },
  brackets(random) {
    const [a, b, c] = [whole(random, 2, 9), whole(random, 2, 9), whole(random, 2, 9)]
    return ask(random, `(${a} + ${b}) * ${c}`, (a + b) * c)
  },
  percent(random) {
    const [share, of] = [pick(random, [10, 20, 25, 50, 75]), 20 * whole(random, 1, 20)]
    return number(`What is ${share} percent of ${of}?`, (share * of) / 100)
  },
}

export const wordProblems: Record<string, Template> = {
  gain(random) {
    const [a, b] = [whole(random, 2, 30), whole(random, 2, 30)]
    const [name, things] = [pick(random, NAMES), pick(random, THINGS)]
    return number(`${name} has ${a} ${things} and gets ${b} more. How many ${things} does ${name} have now?`, a + b)
  },
  loss(random) {
    const [a, b] = [whole(random, 2, 30), whole(random, 2, 30)]
    const [name, things] = [pick(random, NAMES), pick(random, THINGS)]
    return number(`${name} had ${a + b} ${things} and gave away ${b}. How many ${things} are left?`, a)
  },
  price(random) {
    const [n, price] = [whole(random, 2, 9), whole(random, 2, 12)]
    return number(`One ticket costs ${price} dollars. How many dollars do ${n} tickets cost?`, n * price)
  },
  change(random) {
    const [n, price] = [whole(random, 2, 5), whole(random, 2, 9)]
    const name = pick(random, NAMES)
    return number(
      `${name} buys ${n} ${pick(random, THINGS)} for ${price} dollars each and pays with a 50 dollar note. How much change does ${name} get?`,
      50 - n * price,
    )
  },
  share(random) {
    const [n, each] = [whole(random, 2, 8), whole(random, 2, 12)]
    return number(
      `${n * each} ${pick(random, THINGS)} are shared equally among ${n} children. How many does each child get?`,
      each,
    )
  },
  travel(random) {
    const [speed, hours] = [10 * whole(random, 3, 12), whole(random, 2, 6)]
    return number(
      `A train travels at ${speed} km per hour. How many kilometres does it travel in ${hours} hours?`,
      speed * hours,
    )
  },
  age(random) {
    const [age, years] = [whole(random, 4, 60), whole(random, 2, 15)]
    const name = pick(random, NAMES)
    return number(`${name} is ${age} years old. How old will ${name} be in ${years} years?`, age + years)
  },
  two(random) {
    const [a, b] = [whole(random, 3, 20), whole(random, 2, 9)]
    const [one, other] = [pick(random, NAMES), 'Tom']
    return number(
      `${one} has ${a} ${pick(random, THINGS)}. ${other} has ${b} more than ${one}. How many do they have together?`,
      2 * a + b,
    )
  },
  week(random) {
    const [a, price] = [whole(random, 2, 9), whole(random, 2, 5)]
    const name = pick(random, NAMES)
    return number(
      `${name} bakes ${a} cakes every day and sells each of them for ${price} dollars. How many dollars does ${name} earn in a week of 7 days?`,
      7 * a * price,
    )
  },
}

export const numbers: Record<string, Template> = {
  largest(random) {
    const list = Array.from({ length: whole(random, 3, 6) }, () => whole(random, 1, 99))
    return number(`Which of these numbers is the largest: ${list.join(', ')}?`, Math.max(...list))
  },
  next(random) {
    const [from, step] = [whole(random, 1, 20), whole(random, 1, 9)]
    const list = [0, 1, 2, 3].map((at) => from + at * step)
    return number(`Which number comes next: ${list.join(', ')}?`, from + 4 * step)
  },
  parity(random) {
    const n = whole(random, 1, 999)
    return {
      question: `Is ${n} odd or even? Answer with one word.`,
      expect: { contains: n % 2 === 0 ? 'even' : 'odd', excludes: n % 2 === 0 ? 'odd' : 'even' },
    }
  },
  roman(random) {
    const [roman, value] = pick(random, [
      ['IV', 4],
      ['VI', 6],
      ['IX', 9],
      ['XI', 11],
      ['XIV', 14],
      ['XX', 20],
      ['L', 50],
      ['C', 100],
      ['XL', 40],
      ['XV', 15],
    ] as const)
    return number(`Which number is the Roman numeral ${roman}?`, value)
  },
  after: (random) => {
    const n = whole(random, 1, 2_000)
    return number(`Which number comes directly after ${n}?`, n + 1)
  },
  double: (random) => {
    const n = whole(random, 2, 60)
    return number(`What is the double of ${n}?`, 2 * n)
  },
}

const UNITS: readonly [many: string, one: string, factor: number][] = [
  ['minutes', 'hours', 60],
  ['seconds', 'minutes', 60],
  ['hours', 'days', 24],
  ['days', 'weeks', 7],
  ['months', 'years', 12],
  ['centimetres', 'metres', 100],
  ['metres', 'kilometres', 1_000],
  ['grams', 'kilograms', 1_000],
  ['millimetres', 'centimetres', 10],
  ['eggs', 'dozen', 12],
  ['years', 'decades', 10],
  ['cents', 'dollars', 100],
]

export const units: Record<string, Template> = {
  'how-many'(random) {
    const [many, one, factor] = pick(random, UNITS)
    const n = whole(random, 2, 9)
    return number(`How many ${many} are there in ${n} ${one}?`, n * factor)
  },
  convert(random) {
    const [many, one, factor] = pick(random, UNITS)
    const n = whole(random, 2, 6)
    return number(`Convert ${n} ${one} to ${many}.`, n * factor)
  },
}
