import { diffArrays } from 'diff'
import { printable } from './printable.ts'

/** A run of words that both texts have, or that only one of them has. */
export interface WordChange {
  kind: 'same' | 'removed' | 'added'
  text: string
}

/** Words of two texts that may differ; more give the texts as a whole. Bounds the time, which grows with its square. */
const MOST_CHANGES = 1_000

const words = new Intl.Segmenter('en', { granularity: 'word' })

/** The words that differ between two texts, in order; texts that differ too much are removed and added as a whole. Pure. */
export function wordDiff(before: string, after: string): WordChange[] {
  const changes = diffArrays(wordsOf(before), wordsOf(after), { maxEditLength: MOST_CHANGES })
  if (changes === undefined) return [removed(before), added(after)]
  return changes.map((change) => {
    const text = change.value.join('')
    return change.added ? added(text) : change.removed ? removed(text) : { kind: 'same', text }
  })
}

/** How to style the words that differ, such as with colours. Default: not at all. */
export interface WordDiffStyle {
  removed?: (text: string) => string
  added?: (text: string) => string
}

const plain = (text: string) => text

/** Longest run of words around a change that is shown, in characters. */
const CONTEXT = 60

/**
 * A word diff on one line, as `git diff --word-diff` marks it: `[-removed-]`, `{+added+}`. Long runs of words that did not
 * change are shortened. Safe to print. Pure.
 */
export function wordDiffText(changes: readonly WordChange[], style: WordDiffStyle = {}): string {
  const { removed: asRemoved = plain, added: asAdded = plain } = style
  return changes
    .map(({ kind, text }, index) => {
      if (kind === 'removed') return asRemoved(`[-${printable(text, { max: 1_000 })}-]`)
      if (kind === 'added') return asAdded(`{+${printable(text, { max: 1_000 })}+}`)
      return printable(shortened(text, index === 0, index === changes.length - 1))
    })
    .join('')
}

/** The parts of a run of words that are near a change. */
function shortened(text: string, isFirst: boolean, isLast: boolean): string {
  if (text.length <= 2 * CONTEXT) return text
  return `${isFirst ? '' : text.slice(0, CONTEXT)} … ${isLast ? '' : text.slice(-CONTEXT)}`
}

function wordsOf(text: string): string[] {
  return Array.from(words.segment(text), ({ segment }) => segment)
}

function removed(text: string): WordChange {
  return { kind: 'removed', text }
}

function added(text: string): WordChange {
  return { kind: 'added', text }
}
