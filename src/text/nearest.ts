/** The most similar word of `known`, for "did you mean"; null when none is similar enough. */
export function nearest(word: string, known: readonly string[]): string | null {
  const ranked = known
    .map((name) => ({ name, distance: distance(word.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)
  const best = ranked[0]
  return best && best.distance <= Math.max(1, Math.floor(best.name.length / 3)) ? best.name : null
}

/**
 * The edit distance of two words, in which two exchanged neighbours are one edit; infinite when their lengths differ by
 * more than 8.
 */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 8) return Infinity
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1]
    for (let j = 0; j < b.length; j++) {
      const edits = [(next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1)]
      const areExchanged = i > 0 && j > 0 && a[i] === b[j - 1] && a[i - 1] === b[j]
      next.push(Math.min(...edits, areExchanged ? (before[j - 1] ?? 0) + 1 : Infinity))
    }
    before = row
    row = next
  }
  return row.at(-1) ?? Infinity
}
