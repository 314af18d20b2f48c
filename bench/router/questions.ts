// The questions of the recording: about 1,250 in 14 categories, the same for the same seed, with expectations that can be checked.
import { seededRandom } from '../../src/evidence.ts'
import type { Question, Template } from './questions-draw.ts'
import { arithmetic, numbers, units, wordProblems } from './questions-numbers.ts'
import { classification, extraction, facts, followUps, multipleChoice, otherLanguages } from './questions-texts.ts'
import { code, format, letters, sorting, translation } from './questions-words.ts'

/** Templates by category and name, and how many questions of each category there are to be. */
const CATEGORIES: Record<string, { templates: Record<string, Template>; count: number }> = {
  arithmetic: { templates: arithmetic, count: 130 },
  'word problems': { templates: wordProblems, count: 130 },
  numbers: { templates: numbers, count: 70 },
  units: { templates: units, count: 80 },
  facts: { templates: facts, count: 130 },
  letters: { templates: letters, count: 100 },
  sorting: { templates: sorting, count: 70 },
  extraction: { templates: extraction, count: 110 },
  'multiple choice': { templates: multipleChoice, count: 120 },
  classification: { templates: classification, count: 110 },
  format: { templates: format, count: 90 },
  code: { templates: code, count: 70 },
  translation: { templates: translation, count: 90 },
  'follow-ups': { templates: followUps, count: 100 },
  'other languages': { templates: otherLanguages, count: 60 },
}

/** All questions; no two are the same. Templates that have run out give fewer than planned. */
export function questions(seed = 20): Question[] {
  const random = seededRandom(seed)
  const known = new Set<string>()
  return Object.entries(CATEGORIES).flatMap(([trait, { templates, count }]) => {
    const names = Object.keys(templates)
    const made: Question[] = []
    for (let attempt = 0; made.length < count && attempt < 20 * count; attempt++) {
      const name = names[attempt % names.length] ?? ''
      const drawn = templates[name]?.(random)
      if (drawn === undefined) continue
      const key = JSON.stringify([drawn.messages, drawn.question])
      if (known.has(key)) continue
      known.add(key)
      made.push({
        id: `${trait.replaceAll(' ', '-')}/${name}/${made.length}`,
        trait,
        ...(drawn as Pick<Question, 'question' | 'messages' | 'expect'>),
      })
    }
    return made
  })
}
