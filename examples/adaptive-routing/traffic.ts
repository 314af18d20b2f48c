import type { Expectation } from 'vitest-aios'

/** A message of a user, with what a right answer contains. */
export interface Turn {
  message: string
  expect: Expectation
}

/** The turns of one conversation; the model receives all earlier ones. */
export interface Conversation {
  id: string
  turns: Turn[]
}

const CAPITALS = [
  ['France', 'Paris'],
  ['Italy', 'Rome'],
  ['Japan', 'Tokyo'],
  ['Egypt', 'Cairo'],
  ['Norway', 'Oslo'],
  ['Peru', 'Lima'],
  ['Spain', 'Madrid'],
  ['Kenya', 'Nairobi'],
  ['Greece', 'Athens'],
  ['Cuba', 'Havana'],
] as const

const GOODS = ['apples', 'tickets', 'chairs', 'stamps', 'books'] as const

/** Five kinds of conversations in turn, with different figures and places. Always the same. */
export function conversations(count: number): Conversation[] {
  return Array.from({ length: count }, (_, n) => ({
    id: `conversation ${n + 1}`,
    turns: KINDS[n % KINDS.length]?.(n) ?? [],
  }))
}

const KINDS: ((n: number) => Turn[])[] = [traveller, shopper, reader, planner, caller]

function traveller(n: number): Turn[] {
  const [country, capital] = CAPITALS[n % CAPITALS.length] ?? CAPITALS[0]
  return [
    { message: 'Hi!', expect: { minLength: 1 } },
    { message: `What is the capital of ${country}?`, expect: { contains: capital } },
    {
      message: `Name one thing that ${capital} is known for, in one sentence of at most 15 words.`,
      expect: { maxLength: 160 },
    },
  ]
}

function shopper(n: number): Turn[] {
  const goods = GOODS[n % GOODS.length] ?? 'apples'
  const [count, price] = [(n % 7) + 2, (n % 4) + 3]
  const first = `A shop sells ${goods} at ${price} euros each. I buy ${count}. How many euros do I pay in all?`
  return [
    { message: first, expect: { number: { value: count * price } } },
    { message: `And if I buy ${count + 1}?`, expect: { number: { value: (count + 1) * price } } },
    { message: 'Thank you!', expect: { minLength: 1 } },
  ]
}

function reader(n: number): Turn[] {
  const names = ['Ada', 'Ben', 'Cleo', 'Dan', 'Eve']
  const [name, other] = [names[n % 5], names[(n + 2) % 5]]
  const note = `Note: ${name} has the key of room ${10 + (n % 60)}. ${other} has the key of the cellar.`
  return [
    { message: `${note} Who has the key of the cellar?`, expect: { contains: other } },
    {
      message: 'Which room is the other key for? Answer with the number only.',
      expect: { contains: String(10 + (n % 60)) },
    },
    {
      message: `Write the two names in alphabetical order, separated by a comma.`,
      expect: { contains: [name, other] },
    },
  ]
}

function planner(n: number): Turn[] {
  const steps = (n % 3) + 3
  return [
    {
      message: `Plan a morning in a park in exactly ${steps} numbered steps.`,
      expect: { contains: [`${steps}.`], excludes: `${steps + 1}.` },
    },
    {
      message: 'Now write the same plan as one sentence, without numbers, and mention a bench.',
      expect: { contains: 'bench' },
    },
  ]
}

function caller(n: number): Turn[] {
  const [a, b] = [(n % 9) + 2, (n % 8) + 3]
  return [
    { message: 'Hello there', expect: { minLength: 1 } },
    { message: `What is ${a} + ${b}?`, expect: { number: { value: a + b } } },
    { message: `What is ${a * 7} - ${b}? Explain briefly.`, expect: { number: { value: a * 7 - b } } },
    { message: 'ok, bye', expect: { minLength: 1 } },
  ]
}
