/** The possible boundaries of treatment, within the usual drift objective of 0.08. */
export const CANDIDATES = [0.42, 0.46, 0.5, 0.54, 0.58] as const

/** The cells between candidates; a move can only change the route of messages in cells 1 to 4. */
export const CELLS = [0, 1, 2, 3, 4, 5] as const

/** The number of candidates below a weight: 0 at or below all of them, 5 above. */
export function cellOf(weight: number): number {
  let below = 0
  for (const candidate of CANDIDATES) if (weight > candidate) below += 1
  return below
}

/** The index of the control boundary. */
const CONTROL = CANDIDATES.indexOf(0.5)

/** The indices of all candidates. */
const ALL: readonly number[] = [...CANDIDATES.keys()]

/** The indices of the candidates that are at most `maxDrift` from 0.5. */
export function candidatesWithin(maxDrift: number): readonly number[] {
  return ALL.filter((index) => Math.abs((CANDIDATES[index] ?? Infinity) - 0.5) <= maxDrift + 1e-9)
}

/** Whether a boundary sends the messages of a cell to `main_model`; other boundaries count as the nearest candidate. */
export function sendsToMain(boundary: number, cell: number, among = ALL): boolean {
  return cell > nearestCandidate(boundary, among)
}

/** The index of the candidate of `among` that is nearest to a boundary; control's if `among` is empty. */
export function nearestCandidate(boundary: number, among = ALL): number {
  let [nearest, least] = [CONTROL, Infinity]
  for (const index of among) {
    const distance = Math.abs((CANDIDATES[index] ?? Infinity) - boundary)
    if (distance < least) [nearest, least] = [index, distance]
  }
  return nearest
}

/** Whether a step between two candidates, by index, leads towards control and not past it. */
export function leadsToControl(from: number, to: number): boolean {
  const [away, left] = [from - CONTROL, to - CONTROL]
  return Math.abs(left) < Math.abs(away) && away * left >= 0
}
