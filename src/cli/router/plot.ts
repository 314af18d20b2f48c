/** A step of a boundary's path. */
export interface Step {
  message: number
  boundary: number
}

/** Columns of a plot. */
export const COLUMNS = 20
const HEIGHTS = '▁▂▃▄▅▆▇█'
const [LOWEST, HIGHEST] = [0.42, 0.58]

/** The path of a boundary on one line: a column for each twentieth of the messages, from 0.42 (low) to 0.58 (high). */
export function boundaryPlot(path: readonly Step[], messages: number): string {
  return Array.from({ length: COLUMNS }, (_, column) => {
    const until = ((column + 1) / COLUMNS) * messages
    const { boundary } = path.findLast(({ message }) => message <= until) ?? { boundary: 0.5 }
    const share = (boundary - LOWEST) / (HIGHEST - LOWEST)
    return HEIGHTS[Math.min(HEIGHTS.length - 1, Math.max(0, Math.floor(share * HEIGHTS.length)))]
  }).join('')
}
