/** An id for a question: its first words, with a number where other goldens have that id. Pure. */
export function idForQuestion(question: string, taken: ReadonlySet<string>): string {
  const words = question.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  const base = words.slice(0, 5).join('_').slice(0, 60) || 'golden'
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? base : `${base}_${number}`
    if (!taken.has(id)) return id
  }
}
