import { BOXED } from './latex.ts'

/** A stretch of text that is marked as the answer. */
export interface Marked {
  start: number
  end: number
  /** Whether only a number that follows directly is meant, as in "the answer, 12, …" but not "answers lose 2 points". */
  direct: boolean
}

/** How many marks are examined: the last ones. */
const MARKS = 50

const MARK = new RegExp(
  [
    BOXED,
    String.raw`^[ \t>]*#{4,}[ \t]+(?=[^\p{L}\n]{0,8}\d)`,
    String.raw`(?<!\p{L})(?:answers?|final (?:result|value|total|number|price)|antwort|réponse|respuesta|risposta|resposta|antwoord|svaret?|odpowiedź|ответ)(?!\p{L})`,
    '答案|答え|正解|정답|답(?=[은:：])',
  ].join('|'),
  'gimu',
)
const COPULA =
  /[:=：]|(?<!\p{L})(?:is|are|was|be|equals?|ist|lautet|est|es|è|é|jest|är|er)(?!\p{L})|是|为|為|は|은|는/iu
const DENIED = /^[\s*]*(?:(?:is|was|can|are|would)\s*)?(?:not|never|nicht|pas|n't)(?!\p{L})/iu
const SENTENCE_END = /[.!?](?=["')\]*\s]|$)|[。！？\n]/gu

/**
 * Finds the stretches that a text marks as its answer: `\boxed{…}`, `#### …`, "the answer is …" and "Answer: …" in a dozen languages.
 * Questions ("Is the answer 12?") and denials ("The answer is not 12") mark nothing.
 */
export function markedAnswers(text: string): Marked[] {
  const marks = Array.from(text.matchAll(MARK)).slice(-MARKS)
  return marks
    .map(({ 0: mark, index }) => {
      const start = index + mark.length
      if (mark === BOXED) return { start, end: indexOr(text, '}', start), direct: false }
      if (mark.includes('#')) return { start, end: indexOr(text, '\n', start), direct: false }
      const blank = /^[\s:*_#=：]{0,20}\n\s{0,20}/.exec(text.slice(start, start + 41))?.[0].length ?? 0
      const end = sentenceEnd(text, start + blank)
      const rest = text.slice(start + blank, Math.min(end, start + 300))
      if (text.charAt(end) === '?' || DENIED.test(rest)) return null
      const copula = COPULA.exec(rest)
      if (copula && DENIED.test(rest.slice(copula.index + copula[0].length))) return null
      const skipped = copula && /\d|\p{L}/u.test(rest.slice(copula.index + copula[0].length)) ? copula : null
      const from = start + blank + (skipped ? skipped.index + skipped[0].length : 0)
      return { start: from, end, direct: copula === null && blank === 0 }
    })
    .filter((marked) => marked !== null)
}

/** The end of the sentence that contains `from`. */
export function sentenceEnd(text: string, from: number): number {
  const at = text.slice(from).search(SENTENCE_END)
  return at === -1 ? text.length : from + at
}

/** Numbers the sentences of a text: gives the number of the sentence at an index. */
export function sentencesOf(text: string): (index: number) => number {
  const ends = Array.from(text.matchAll(SENTENCE_END), ({ index }) => index)
  return (index) => {
    let [low, high] = [0, ends.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((ends[middle] ?? 0) < index) low = middle + 1
      else high = middle
    }
    return low
  }
}

function indexOr(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from)
  return at === -1 ? text.length : at
}
