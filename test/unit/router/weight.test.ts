import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import '../../support/jest-extended.ts'
import type { Message } from '../../../src/message.ts'

import { DEFAULT_COEFFICIENTS } from '../../../src/router/weight/default-coefficients.ts'
import { FEATURES } from '../../../src/router/weight/feature-names.ts'
import { featuresOf } from '../../../src/router/weight/features.ts'
import { readPart } from '../../../src/router/weight/loaded-text.ts'
import { weigh, weightOf } from '../../../src/router/weight/weigh.ts'

const user = (content: string): Message[] => [{ role: 'user', content }]
const weight = (content: string) => weigh(user(content)).value

const PIECES =
  'A)~B.~12~3.5~+~?~\n~- ~1. ~```~{~f(~sort~exactly~wenn~计算~なぜ~$x$~"~,~ ~Объясни~true~passage~not~ว่า~👍'.split('~')

/** Text of any script, with characters that affect features. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 600 }),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 120 }).map((pieces) => pieces.join('')),
)
const conversation = fc.array(
  fc.record({ role: fc.constantFrom('system' as const, 'user' as const, 'assistant' as const), content: text }),
  { maxLength: 8 },
)

describe('weigh', () => {
  test('returns parts in thousandths that add up to a weight from 0 to 1', () => {
    fc.assert(
      fc.property(conversation, (messages) => {
        const { value, parts } = weigh(messages)
        const thousandths = Object.values(parts).map((part) => part * 1_000)
        for (const part of thousandths) expect(Math.abs(part - Math.round(part))).toBeLessThan(1e-9)
        const sum = thousandths.reduce((total, part) => total + Math.round(part), 0)
        expect(value).toBe(Math.min(1_000, Math.max(0, sum)) / 1_000)
      }),
    )
  })

  test('uses features from 0 to 1, each with a coefficient', () => {
    fc.assert(
      fc.property(conversation, (messages) => {
        const features = featuresOf(messages)
        expect(features).toHaveLength(FEATURES.length)
        for (const value of features) expect(value).toBeWithin(0, 1 + 1e-12)
      }),
    )
    expect(Object.keys(DEFAULT_COEFFICIENTS.features)).toEqual([...FEATURES])
  })

  test('returns the same weight for the same message after any other message', () => {
    fc.assert(
      fc.property(conversation, conversation, (messages, others) => {
        const first = weigh(messages)
        weigh(others)
        expect(weigh(structuredClone(messages))).toEqual(first)
      }),
    )
  })

  test('uses custom coefficients', () => {
    const only = { base: 0.1, features: { ...DEFAULT_COEFFICIENTS.features } }
    for (const feature of FEATURES) only.features[feature] = 0
    only.features.work = 0.5
    expect(weigh(user('Explain and compare bees.'), only)).toEqual({ value: 0.6, parts: { base: 0.1, work: 0.5 } })
  })

  test.each(FEATURES.map((feature, at) => ({ feature, at })))(
    'stores the contribution of $feature',
    ({ feature, at }) => {
      const only = FEATURES.map((_, other) => Number(other === at))
      const { base, features } = DEFAULT_COEFFICIENTS
      expect(weightOf(only, DEFAULT_COEFFICIENTS).parts).toEqual({ base, [feature]: features[feature] })
    },
  )

  test('limits the weight to 0 to 1 for large coefficients', () => {
    const all = FEATURES.map(() => 1)
    const high = { base: 4, features: { ...DEFAULT_COEFFICIENTS.features, length: -9 } }
    expect(weightOf(all, high).value).toBe(0)
    expect(weightOf(all, { ...high, base: 40 }).value).toBe(1)
  })
})

describe('greetings and acknowledgements', () => {
  const before: Message[] = Array.from({ length: 60 }, (_, n) => ({
    role: n % 2 === 0 ? 'user' : 'assistant',
    content: 'Explain in exactly 12 steps why the total of 348 * 27 is what it is. '.repeat(10),
  }))

  test.for([
    [
      'en',
      'Hi!',
      'hello there',
      'Good morning',
      'Thanks a lot!',
      'Thank you, that was helpful.',
      'ok',
      'Yes.',
      'bye',
      'How are you?',
    ],
    ['de', 'Hallo', 'Guten Morgen!', 'Vielen Dank für die Hilfe', 'Ja', 'alles klar', 'Tschüss'],
    ['fr', 'Bonjour', 'Merci beaucoup !', 'Oui', "D'accord", 'Au revoir'],
    ['es', '¡Hola!', 'Buenos días', 'Muchas gracias', 'Sí', 'Vale, perfecto'],
    ['it', 'Ciao!', 'Buongiorno', 'Grazie mille', 'Va bene'],
    ['pt', 'Olá', 'Bom dia', 'Muito obrigado!', 'Tchau'],
    ['nl', 'Hoi', 'Goedemorgen', 'Dank je wel', 'Oké'],
    ['pl', 'Cześć', 'Dzień dobry', 'Dziękuję bardzo', 'Do widzenia, dzięki'],
    ['ru', 'Привет!', 'Доброе утро', 'Спасибо большое', 'Хорошо', 'Да'],
    ['uk', 'Привіт', 'Доброго ранку', 'Дуже дякую', 'Так'],
    ['tr', 'Merhaba', 'Teşekkür ederim', 'Tamam', 'Günaydın'],
    ['ar', 'مرحبا', 'شكرا جزيلا', 'نعم', 'صباح الخير'],
    ['hi', 'नमस्ते', 'बहुत धन्यवाद', 'ठीक है'],
    ['zh', '你好', '谢谢你', '非常感谢！', '好的', '再见'],
    ['ja', 'こんにちは', 'ありがとうございます', 'はい、わかりました。', '了解です'],
    ['ko', '안녕하세요', '감사합니다', '네, 알겠습니다', '안녕'],
    ['th', 'สวัสดีครับ', 'ขอบคุณมาก'],
    ['marks', '👍', '🙏🙏', '...', '❤️'],
  ])('%s: go to the embedder, even after sixty messages', ([, ...texts]) => {
    for (const greeting of texts) {
      expect(weight(greeting), greeting).toBeLessThan(0.2)
      expect(weigh([...before, ...user(greeting)]).value, greeting).toBeLessThan(0.2)
    }
  })

  test.for([
    'Hello, write a function that sorts a list.',
    'Thanks! Now explain why the sky is blue.',
    'Danke. Und wie berechnet man das?',
    '你好，请解释为什么天空是蓝色的',
    'ありがとう。次に説明してください',
    'Yes, but how many are left?',
    '2+2=?',
    '?',
    '∑ i',
  ])('do not include requests: %s', (request) => {
    expect(weigh(user(request)).parts).not.toHaveProperty('greeting')
  })
})

describe('the scale', () => {
  test.for([
    'Compare quicksort and mergesort in exactly 3 steps, then write a Python function for each and explain why it is stable.',
    'A shop sells pens at 3 dollars each. Tom buys 12 pens and pays with 50 dollars. How much change does he get, and how many pens could he buy with it?',
    'Write a SQL query that lists the customers without an order in the last 30 days, sorted by name.',
    'Ein Zug fährt um 8:15 Uhr ab und legt 240 km mit durchschnittlich 80 km pro Stunde zurück. Berechne, wann er ankommt, und erkläre jeden Schritt.',
    'Напиши функцию на Python, которая сортирует список из 10 чисел без встроенных функций, и объясни каждый шаг.',
    '一列火车以每小时80公里的速度行驶240公里，一共需要多少小时？请解释每个步骤并计算平均速度。',
    'Draft a polite email to a landlord: the heating has been broken for 3 days. Use at least 4 sentences, and do not sound angry.',
  ])('sends a substantial task to the main model: %s', (task) => {
    expect(weight(task)).toBeGreaterThan(0.58)
  })

  test.for([
    'What is the capital of France?',
    'Which season do you like best?',
    'Is the sky blue? Answer yes or no.',
    'Classify the sentiment as positive or negative: I loved this film.',
    'Was ist die Hauptstadt von Italien?',
    '日本の首都はどこですか？',
  ])('sends a simple question to the embedder: %s', (question) => {
    expect(weight(question)).toBeWithin(0.2, 0.48)
  })

  test.for([
    'Explain why the sky is blue.',
    'Translate "good morning" into French.',
    'What is 348 * 27 - 19?',
    'Erkläre, warum der Himmel blau ist.',
    'Объясни, почему небо голубое.',
    '解释为什么天空是蓝色的。',
    'How many letters are in the word "strawberry"?',
  ])('leaves a question in between to the experiment: %s', (question) => {
    expect(weight(question)).toBeWithin(0.42, 0.581)
  })

  test('gives translations of a message similar weights', () => {
    const translations = [
      'What is the highest mountain in the world, and how high is it?',
      'Was ist der höchste Berg der Welt, und wie hoch ist er?',
      'Quelle est la plus haute montagne du monde, et quelle est sa hauteur ?',
      'Какая самая высокая гора в мире и какова её высота?',
      '世界上最高的山是哪座，它有多高？',
      '世界で一番高い山は何ですか。高さはどのくらいですか？',
      '세계에서 가장 높은 산은 무엇이며 높이는 얼마입니까?',
      'ما هو أعلى جبل في العالم وكم يبلغ ارتفاعه؟',
      'दुनिया का सबसे ऊँचा पर्वत कौन सा है और वह कितना ऊँचा है?',
    ].map(weight)
    expect(Math.max(...translations) - Math.min(...translations)).toBeLessThan(0.12)
  })

  test('counts lettered options in order only, and reduces the weight for them', () => {
    const { options } = DEFAULT_COEFFICIENTS.features
    expect(options).toBeLessThan(0)
    for (const lettered of ['Which?\nA. Oxygen\nB. Neon\nC. Iron\nD. Carbon', 'Which? (A) Neon (B) Iron (C) Lead'])
      expect(weigh(user(lettered)).parts).toHaveProperty('options', options)
    for (const unordered of ['See B. Neon, D. Carbon', 'Which? A bird, or B. Smith'])
      expect(weigh(user(unordered)).parts).not.toHaveProperty('options')
  })

  test('gives a conversation more weight than its last message alone', () => {
    const earlier = user('Tell me about bees.')
    const turns: Message[] = [...earlier, { role: 'assistant', content: 'They fly.' }, ...user('And wasps?')]
    expect(weigh(turns).value).toBeGreaterThan(weight('And wasps?'))
  })
})

describe('hostile input', () => {
  test('reads only the beginning and the end of a long message', () => {
    for (const filler of ['a', '1.', '\n', '((', '```', 'A) ', '你', '\ud800', '-'])
      expect(readPart(filler.repeat(1_000_000)).length).toBeLessThanOrEqual(4_001)
    const end = 'Explain why, in exactly 3 steps.'
    expect(weigh(user(`${'x '.repeat(500_000)}${end}`)).parts).toHaveProperty('work')
  })

  test('reads only the lengths of earlier messages', () => {
    let reads = 0
    const sealed = new Proxy(
      { length: 1_000 },
      {
        get(target, name) {
          if (name === 'length') return target.length
          reads += 1
          return undefined
        },
      },
    ) as unknown as string
    const earlier: Message[] = Array.from({ length: 50 }, (_, n) => ({
      role: n % 2 === 0 ? 'user' : 'assistant',
      content: sealed,
    }))
    expect(weigh([...earlier, ...user('And why is that?')]).parts).toHaveProperty('context')
    expect(reads).toBe(0)
  })

  test('accepts an empty conversation and messages without text', () => {
    for (const messages of [[], [{ role: 'system' as const, content: 'Be brief.' }], user(''), user('   ')])
      expect(weigh(messages).value).toBeWithin(0, 0.42)
  })
})
