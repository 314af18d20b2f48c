/** The boundaries that treatment may have: within the usual drift objective of 0.08 by construction. */
export const CANDIDATES = [0.42, 0.46, 0.5, 0.54, 0.58] as const

/** The cells that candidates part the weights into; only messages in 1 to 4 can go elsewhere because the boundary moves. */
export const CELLS = [0, 1, 2, 3, 4, 5] as const

/** The number of candidates below a weight: 0 at or below all of them, 5 above. */
export function cellOf(weight: number): number {
  return CANDIDATES.filter((candidate) => weight > candidate).length
}

/** Whether a boundary sends the messages of a cell to `main_model`; one that is no candidate counts as the nearest. */
export function sendsToMain(boundary: number, cell: number): boolean {
  return cell > nearestCandidate(boundary)
}

/** The index of the candidate nearest to a boundary. */
export function nearestCandidate(boundary: number): number {
  const distances = CANDIDATES.map((candidate) => Math.abs(candidate - boundary))
  return distances.indexOf(Math.min(...distances))
}
