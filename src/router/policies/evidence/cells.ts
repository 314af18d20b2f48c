/** The boundaries that treatment may have: within the usual drift objective of 0.08 by construction. */
export const CANDIDATES = [0.42, 0.46, 0.5, 0.54, 0.58] as const

/** The cells that candidates part the weights into; only messages in 1 to 4 can go elsewhere because the boundary moves. */
export const CELLS = [0, 1, 2, 3, 4, 5] as const

/** The number of candidates below a weight: 0 at or below all of them, 5 above. */
export function cellOf(weight: number): number {
  return CANDIDATES.filter((candidate) => weight > candidate).length
}

/** The index of the candidate at rest. */
const HOME = CANDIDATES.indexOf(0.5)

/** The indices of all candidates. */
const ALL: readonly number[] = [...CANDIDATES.keys()]

/** The indices of the candidates that are at most `maxDrift` from 0.5. */
export function candidatesWithin(maxDrift: number): readonly number[] {
  return ALL.filter((index) => Math.abs((CANDIDATES[index] ?? Infinity) - 0.5) <= maxDrift + 1e-9)
}

/** Whether a boundary sends the messages of a cell to `main_model`; one that is no candidate counts as the nearest. */
export function sendsToMain(boundary: number, cell: number, among = ALL): boolean {
  return cell > nearestCandidate(boundary, among)
}

/** The index of the candidate nearest to a boundary, of those `among` which it may be; that at rest where there are none. */
export function nearestCandidate(boundary: number, among = ALL): number {
  let [nearest, least] = [HOME, Infinity]
  for (const index of among) {
    const distance = Math.abs((CANDIDATES[index] ?? Infinity) - boundary)
    if (distance < least) [nearest, least] = [index, distance]
  }
  return nearest
}

/** Whether a step from one candidate to another, by index, leads towards rest and not past it. */
export function leadsHome(from: number, to: number): boolean {
  const [away, left] = [from - HOME, to - HOME]
  return Math.abs(left) < Math.abs(away) && away * left >= 0
}
