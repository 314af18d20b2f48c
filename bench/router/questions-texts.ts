import type { Message } from '../../src/message.ts'
import { CAPITALS, FACTS, FEELINGS, NAMES, PLACES, THINGS, WORDS } from './questions-facts.ts'
import { pick, type Template, whole } from './questions-draw.ts'

export const facts: Record<string, Template> = {
  capital(random) {
    const [country, capital] = pick(random, CAPITALS)
    return { question: `What is the capital of ${country}?`, expect: { contains: capital } }
  },
  country(random) {
    const [country, capital] = pick(
      random,
      CAPITALS.filter(([name]) => !['Mexico', 'Argentina', 'Ethiopia'].includes(name)),
    )
    return { question: `${capital} is the capital of which country?`, expect: { contains: country } }
  },
  fact(random) {
    const [question, answers] = pick(random, FACTS)
    return { question, expect: { anyOf: answers.split('/') } }
  },
}

const OPENINGS = [
  'The village lies in a quiet valley, and most of its houses are more than a hundred years old.',
  'It had rained all night, so the roads were still wet in the morning.',
  'The company was founded by two brothers who had worked in a bakery before.',
  'Nobody had expected so many visitors on the first day of the fair.',
  'The museum opens every day except Monday, and children do not pay.',
]

export const extraction: Record<string, Template> = {
  meeting(random) {
    const [name, place, hour] = [pick(random, NAMES), pick(random, PLACES), whole(random, 1, 11)]
    const [ask, answer] = pick(random, [
      ['Where does the meeting take place?', place],
      ['Who invited everybody?', name],
      ['At what hour does it begin?', String(hour)],
    ] as const)
    return {
      question: `Read the text and answer.\n\nText: ${name} has invited everybody to a meeting in ${place}. It begins at ${hour} o'clock.\n\nQuestion: ${ask}`,
      expect: { contains: answer },
    }
  },
  story(random) {
    const [name, other] = random.shuffle(NAMES) as [string, string]
    const [count, things] = [whole(random, 3, 40), pick(random, THINGS)]
    const [ask, answer] = pick(random, [
      [`How many ${things} did ${name} bring?`, String(count)],
      [`Who helped ${name}?`, other],
      [`What did ${name} bring?`, things],
    ] as const)
    const opening = random
      .shuffle(OPENINGS)
      .slice(0, whole(random, 1, 4))
      .join(' ')
    return {
      question: `Context: ${opening} ${name} came early and brought ${count} ${things}. ${other} helped to carry them. Later they all had dinner together.\n\nAccording to the context: ${ask}`,
      expect: { contains: answer },
    }
  },
  record(random) {
    const [name, place, age, colour] = [
      pick(random, NAMES),
      pick(random, PLACES),
      whole(random, 18, 80),
      pick(random, ['red', 'green', 'blue', 'black']),
    ]
    const [field, answer] = pick(random, [
      ['city', place],
      ['age', String(age)],
      ['colour', colour],
    ] as const)
    return {
      question: `Name: ${name}\nCity: ${place}\nAge: ${age}\nColour: ${colour}\n\nWhat is the ${field} in this record? Answer with the value alone.`,
      expect: { contains: answer },
    }
  },
}

function lettered(question: string, options: readonly string[], right: string) {
  const lines = options.map((option, at) => `${'ABCD'.charAt(at)}. ${option}`)
  const letter = 'ABCD'.charAt(options.indexOf(right))
  return {
    question: `${question}\n${lines.join('\n')}\nAnswer with the letter of the right answer.`,
    expect: { matches: `^\\W*((the )?(right |correct )?answer( is)?\\W*)?${letter}\\b` },
  }
}

export const multipleChoice: Record<string, Template> = {
  capital(random) {
    const four = random.shuffle(CAPITALS).slice(0, 4)
    const [country, capital] = pick(random, four)
    return lettered(
      `What is the capital of ${country}?`,
      four.map(([, city]) => city),
      capital,
    )
  },
  fact(random) {
    const who = FACTS.filter(([question]) => question.startsWith('Who'))
    const what = FACTS.filter(([question]) => /^What is the (chemical|currency|largest|opposite|young)/.test(question))
    const four = random.shuffle(pick(random, [who, what])).slice(0, 4)
    const [question, answers] = pick(random, four)
    const first = (all: string) => all.split('/')[0] ?? ''
    return lettered(question, [...new Set(four.map(([, all]) => first(all)))], first(answers))
  },
  sum(random) {
    const [a, b] = [whole(random, 3, 60), whole(random, 3, 60)]
    const options = random
      .shuffle([a + b, a + b + whole(random, 1, 3), a + b - whole(random, 1, 3), a + b + 10])
      .map(String)
    return lettered(`What is ${a} + ${b}?`, options, String(a + b))
  },
}

const KINDS =
  'dog animal|rose plant|horse animal|oak plant|tiger animal|tulip plant|eagle animal|grass plant|shark animal|fern plant|rabbit animal|cactus plant|spider animal|pine plant'
    .split('|')
    .map((pair) => pair.split(' ') as [string, string])

export const classification: Record<string, Template> = {
  feeling(random) {
    const [sentence, feeling] = pick(random, FEELINGS)
    const ask = pick(random, [
      'Classify the sentiment of this review as positive or negative',
      'Is the following sentence positive or negative? Answer with one word',
      'Decide: positive or negative',
    ])
    return {
      question: `${ask}: ${sentence}`,
      expect: { contains: feeling, excludes: feeling === 'positive' ? 'negative' : 'positive' },
    }
  },
  kind(random) {
    const [thing, kind] = pick(random, KINDS)
    const question = pick(random, [`Is a ${thing} an animal or a plant?`, `Animal or plant: ${thing}`])
    return { question, expect: { contains: kind, excludes: kind === 'animal' ? 'plant' : 'animal' } }
  },
  'yes-no'(random) {
    const [country, capital] = pick(random, CAPITALS)
    const [, other] = pick(random, CAPITALS)
    const named = random.uniform() < 0.5 ? capital : other
    return {
      question: `Is ${named} the capital of ${country}? Answer yes or no.`,
      expect: named === capital ? { contains: 'yes' } : { matches: '^\\W*no\\b' },
    }
  },
  compare(random) {
    const [a, b] = [whole(random, 1, 200), whole(random, 1, 200)]
    return { question: `True or false: ${a} is greater than ${b}.`, expect: { matches: `^\\W*${a > b}\\b` } }
  },
}

function after(first: string, reply: string, question: string, filler = 0) {
  const between: Message[] = Array.from({ length: filler }, (_, n) => [
    {
      role: 'user' as const,
      content: ['Do you like music?', 'It is a sunny day.', 'I had soup for lunch.'][n] ?? 'Good.',
    },
    { role: 'assistant' as const, content: ['Yes, very much.', 'That is nice.', 'That sounds good.'][n] ?? 'Good.' },
  ]).flat()
  const messages: Message[] = [{ role: 'user', content: first }, { role: 'assistant', content: reply }, ...between]
  return { question, messages: messages as [Message, ...Message[]] }
}

export const followUps: Record<string, Template> = {
  name(random) {
    const name = pick(random, NAMES)
    const talk = after(`My name is ${name}.`, 'Nice to meet you!', 'What is my name?', whole(random, 0, 3))
    return { ...talk, expect: { contains: name } }
  },
  also(random) {
    const [one, other] = random.shuffle(CAPITALS) as [[string, string], [string, string]]
    const talk = after(`What is the capital of ${one[0]}?`, `${one[1]}.`, `And of ${other[0]}?`)
    return { ...talk, expect: { contains: other[1] } }
  },
  sum(random) {
    const [a, b] = [whole(random, 2, 40), whole(random, 2, 20)]
    const talk = after(
      `Remember the number ${a}.`,
      'I will remember it.',
      `What is that number plus ${b}?`,
      whole(random, 0, 2),
    )
    return { ...talk, expect: { number: { value: a + b } } }
  },
  word(random) {
    const [word, thing] = random.shuffle(WORDS) as [string, string]
    const talk = after(
      `The secret word is ${word}, not ${thing}.`,
      'Understood.',
      'What is the secret word?',
      whole(random, 0, 3),
    )
    return { ...talk, expect: { contains: word } }
  },
}

const CAPITAL_IN: readonly [question: (country: string) => string, countries: string][] = [
  [
    (country) => `Was ist die Hauptstadt von ${country}?`,
    'Frankreich Paris|Italien Rom/Rome|Spanien Madrid|Japan Tokio/Tokyo|Polen Warschau/Warsaw|Ägypten Kairo/Cairo',
  ],
  [
    (country) => `Quelle est la capitale de ${country} ?`,
    "l'Italie Rome|l'Allemagne Berlin|l'Espagne Madrid|l'Égypte Le Caire/Caire/Cairo|la Grèce Athènes/Athens",
  ],
  [
    (country) => `¿Cuál es la capital de ${country}?`,
    'Francia París|Alemania Berlín|Italia Roma/Rome|Portugal Lisboa/Lisbon|Rusia Moscú/Moscow',
  ],
  [
    (country) => `Какая столица ${country}?`,
    'Франции Париж/Paris|Германии Берлин/Berlin|Италии Рим/Rome|России Москва/Moscow',
  ],
  [(country) => `${country}的首都是哪里？`, '法国 巴黎/Paris|德国 柏林/Berlin|日本 东京/Tokyo|中国 北京/Beijing'],
]

export const otherLanguages: Record<string, Template> = {
  capital(random) {
    const [ask, countries] = pick(random, CAPITAL_IN)
    const [country = '', ...answers] = pick(random, countries.split('|')).split(' ')
    return { question: ask(country), expect: { anyOf: answers.join(' ').split('/') } }
  },
  sum(random) {
    const [a, b] = [whole(random, 1, 20), whole(random, 1, 20)]
    const ask = pick(random, ['Was ist', 'Combien font', '¿Cuánto es', 'Quanto fa', 'Сколько будет'])
    return { question: `${ask} ${a} + ${b}?`, expect: { number: { value: a + b } } }
  },
}
