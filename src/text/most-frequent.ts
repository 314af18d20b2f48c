/** Counts by value as a list, the most frequent first: a record begins with integers, such as `2026`. Pure. */
export function mostFrequent(counts: Readonly<Record<string, number>>): [value: string, count: number][] {
  return sortedByCount(Object.entries(counts))
}

/** The most frequent first; equally frequent ones in alphabetical order. Pure. */
export function sortedByCount(counts: readonly [value: string, count: number][]): [value: string, count: number][] {
  return counts.toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
}
