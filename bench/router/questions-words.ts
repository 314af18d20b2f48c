import { DICTIONARY, NAMES, WORDS } from './questions-facts.ts'
import { pick, type Template, whole } from './questions-draw.ts'

export const letters: Record<string, Template> = {
  count(random) {
    const word = pick(random, WORDS)
    return { question: `How many letters are in the word "${word}"?`, expect: { number: { value: word.length } } }
  },
  first(random) {
    const word = pick(random, WORDS)
    return {
      question: `What is the first letter of the word "${word}"? Answer with the letter alone.`,
      expect: { equals: word.charAt(0) },
    }
  },
  last(random) {
    const word = pick(random, WORDS)
    return {
      question: `Which letter does the word "${word}" end with?`,
      expect: { matches: `\\b${word.slice(-1)}\\b` },
    }
  },
  backwards(random) {
    const word = pick(random, WORDS)
    return {
      question: `Spell the word "${word}" backwards.`,
      expect: { contains: word.split('').toReversed().join('') },
    }
  },
  capitals(random) {
    const word = pick(random, WORDS)
    return {
      question: `Write the word "${word}" in capital letters.`,
      expect: { matches: `(?-i:${word.toUpperCase()})` },
    }
  },
  plural(random) {
    const [one, many] = pick(
      random,
      'child children|mouse mice|foot feet|tooth teeth|goose geese|man men|leaf leaves|city cities|box boxes|baby babies|knife knives|wolf wolves|bus buses|story stories|potato potatoes'.split(
        '|',
      ),
    ).split(' ') as [string, string]
    return { question: `What is the plural of "${one}"?`, expect: { contains: many } }
  },
  past(random) {
    const [now, then] = pick(
      random,
      'go went|eat ate|see saw|run ran|write wrote|buy bought|take took|sing sang|think thought|come came|give gave|know knew|swim swam|fly flew|drink drank'.split(
        '|',
      ),
    ).split(' ') as [string, string]
    return { question: `What is the past tense of the verb "${now}"?`, expect: { contains: then } }
  },
  repeat(random) {
    const word = pick(random, WORDS)
    return { question: `Repeat the word "${word}" exactly three times.`, expect: { matches: `^\\W*(${word}\\W*){3}$` } }
  },
}

export const sorting: Record<string, Template> = {
  words(random) {
    const list = random.shuffle(WORDS).slice(0, whole(random, 3, 5))
    return {
      question: `Sort these words alphabetically: ${list.join(', ')}.`,
      expect: { matches: list.toSorted().join('[^a-z]+') },
    }
  },
  numbers(random) {
    const list = random.shuffle(Array.from({ length: 60 }, (_, n) => n + 1)).slice(0, whole(random, 3, 5))
    return {
      question: `Sort these numbers from smallest to largest: ${list.join(', ')}.`,
      expect: {
        matches: list
          .toSorted((a, b) => a - b)
          .map((n) => `\\b${n}\\b`)
          .join('\\D+'),
      },
    }
  },
  shortest(random) {
    const list = random.shuffle(WORDS.filter((word) => word.length > 6)).slice(0, 2)
    const short = pick(random, ['cat', 'sun', 'ink', 'owl', 'map', 'jar', 'key', 'ice'])
    const all = random.shuffle([...list, short])
    return {
      question: `Which of these words is the shortest: ${all.join(', ')}? Answer with the word alone.`,
      expect: { contains: short, excludes: list },
    }
  },
}

export const format: Record<string, Template> = {
  json(random) {
    const [name, age] = [pick(random, NAMES), whole(random, 8, 80)]
    return {
      question: `Give a JSON object with the keys "name" and "age" for ${name}, who is ${age}. Reply with JSON only.`,
      expect: { json: { type: 'object', required: ['name', 'age'], properties: { name: { const: name } } } },
    }
  },
  list(random) {
    const n = whole(random, 2, 4)
    const of = pick(random, ['fruits', 'animals', 'colours', 'countries', 'vegetables', 'sports'])
    return {
      question: `List exactly ${n} ${of}, one on each line, each with a number in front. Write nothing else.`,
      expect: { matches: `^\\s*(\\d[.)][^\\n]+\\n*){${n}}\\s*$` },
    }
  },
  word(random) {
    const of = pick(random, [
      'a fruit',
      'an animal',
      'a colour',
      'a country',
      'a vegetable',
      'a sport',
      'a river',
      'a metal',
    ])
    const ask = pick(random, ['Answer with exactly one word', 'Use a single word', 'Reply with one word only'])
    return { question: `Name ${of}. ${ask}.`, expect: { matches: '^\\W*\\p{L}+\\W*$' } }
  },
  sentence(random) {
    const about = pick(random, WORDS)
    return {
      question: `Write exactly one sentence about a ${about}, with at most 15 words.`,
      expect: { matches: '^\\s*(?:[^\\s.!?]+\\s+){2,14}[^\\s.!?]+[.!?]"?\\s*$', contains: about },
    }
  },
  say(random) {
    const word = pick(random, WORDS)
    return { question: `Say "${word}" and nothing else.`, expect: { equals: word } }
  },
  commas(random) {
    const list = random.shuffle(WORDS).slice(0, 3)
    return {
      question: `Write these words separated by semicolons, without spaces: ${list.join(' ')}`,
      expect: { matches: list.join(';') },
    }
  },
}

export const code: Record<string, Template> = {
  print(random) {
    const [a, b] = [whole(random, 2, 9), whole(random, 2, 9)]
    const [operation, value] = pick(random, [
      ['+', a + b],
      ['*', a * b],
      ['-', a - b],
    ] as const)
    return {
      question: `What does this Python program print?\n\nprint(${a} ${operation} ${b})`,
      expect: { number: { value } },
    }
  },
  length(random) {
    const list = Array.from({ length: whole(random, 2, 6) }, () => whole(random, 1, 9))
    return {
      question: `What does len([${list.join(', ')}]) return in Python?`,
      expect: { number: { value: list.length } },
    }
  },
  define(random) {
    const [name, does] = pick(random, [
      ['add', 'returns the sum of two numbers'],
      ['double', 'returns twice its argument'],
      ['is_even', 'tells whether a number is even'],
      ['square', 'returns the square of a number'],
      ['reverse', 'returns a string in reverse'],
      ['largest', 'returns the largest of a list'],
      ['greet', 'returns "Hello" and a name'],
      ['count_vowels', 'counts the vowels of a string'],
    ] as const)
    const language = pick(random, ['Python', 'JavaScript'])
    return {
      question: `Write a ${language} function named ${name} that ${does}.`,
      expect: { matches: `${language === 'Python' ? 'def' : '(function|const|let)'}\\s+${name}\\b[\\s\\S]*return` },
    }
  },
  loop(random) {
    const n = whole(random, 2, 9)
    return {
      question: `How often does this loop run?\n\n\`\`\`\nfor (let i = 0; i < ${n}; i++) { work() }\n\`\`\``,
      expect: { number: { value: n } },
    }
  },
  index(random) {
    const word = pick(random, WORDS)
    const at = whole(random, 0, 3)
    return {
      question: `In Python, what is "${word}"[${at}]? Answer with the letter alone.`,
      expect: { matches: `^\\W*${word.charAt(at)}\\W*$` },
    }
  },
}

const LANGUAGES = ['French', 'German', 'Spanish', 'Italian']

export const translation: Record<string, Template> = {
  word(random) {
    const [at, row] = [random.integer(4), pick(random, DICTIONARY)]
    return { question: `What is the ${LANGUAGES[at]} word for "${row[0]}"?`, expect: { contains: row[at + 1] ?? '' } }
  },
  translate(random) {
    const [at, row] = [random.integer(4), pick(random, DICTIONARY)]
    return {
      question: `Translate "${row[0]}" into ${LANGUAGES[at]}. Reply with the translation only.`,
      expect: { contains: row[at + 1] ?? '' },
    }
  },
  back(random) {
    const [at, row] = [random.integer(4), pick(random, DICTIONARY)]
    return {
      question: `What does the ${LANGUAGES[at]} word "${row[at + 1]}" mean in English?`,
      expect: { contains: row[0] ?? '' },
    }
  },
}
