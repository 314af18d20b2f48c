import type { Expectation } from 'vitest-aios'

/** What a person says in one turn, and what a right answer holds. */
export interface Turn {
  says: string
  expect: Expectation
}

/** Turns that belong together: the model sees all that came before. */
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

/** Five kinds of conversation in turn, each with figures and places of its own. The same every time. */
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
    { says: 'Hi!', expect: {} },
    { says: `What is the capital of ${country}?`, expect: { contains: capital } },
    {
      says: `Name one thing that ${capital} is known for, in one sentence of at most 15 words.`,
      expect: { maxLength: 160 },
    },
  ]
}

function shopper(n: number): Turn[] {
  const goods = GOODS[n % GOODS.length] ?? 'apples'
  const [count, price] = [(n % 7) + 2, (n % 4) + 3]
  const first = `A shop sells ${goods} at ${price} euros each. I buy ${count}. How many euros do I pay in all?`
  return [
    { says: first, expect: { number: { value: count * price } } },
    { says: `And if I buy ${count + 1}?`, expect: { number: { value: (count + 1) * price } } },
    { says: 'Thank you!', expect: {} },
  ]
}

function reader(n: number): Turn[] {
  const names = ['Ada', 'Ben', 'Cleo', 'Dan', 'Eve']
  const [name, other] = [names[n % 5], names[(n + 2) % 5]]
  const note = `Note: ${name} has the key of room ${10 + (n % 60)}. ${other} has the key of the cellar.`
  return [
    { says: `${note} Who has the key of the cellar?`, expect: { contains: other } },
    {
      says: 'Which room is the other key for? Answer with the number only.',
      expect: { contains: String(10 + (n % 60)) },
    },
    { says: `Write the two names in alphabetical order, separated by a comma.`, expect: { contains: [name, other] } },
  ]
}

function planner(n: number): Turn[] {
  const steps = (n % 3) + 3
  return [
    {
      says: `Plan a morning in a park in exactly ${steps} numbered steps.`,
      expect: { contains: [`${steps}.`], excludes: `${steps + 1}.` },
    },
    {
      says: 'Now write the same plan as one sentence, without numbers, and mention a bench.',
      expect: { contains: 'bench' },
    },
  ]
}

function caller(n: number): Turn[] {
  const [a, b] = [(n % 9) + 2, (n % 8) + 3]
  return [
    { says: 'Hello there', expect: {} },
    { says: `What is ${a} + ${b}?`, expect: { number: { value: a + b } } },
    { says: `What is ${a * 7} - ${b}? Explain briefly.`, expect: { number: { value: a * 7 - b } } },
    { says: 'ok, bye', expect: {} },
  ]
}
