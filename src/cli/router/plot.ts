/** A boundary from one message on. */
export interface Step {
  message: number
  boundary: number
}

/** Width of a plot in columns. */
export const COLUMNS = 20
const HEIGHTS = '▁▂▃▄▅▆▇█'
const [LOWEST, HIGHEST] = [0.42, 0.58]

/** Draws the path of a boundary on one line: one column per twentieth of the messages, from 0.42 (low) to 0.58 (high). */
export function boundaryPlot(path: readonly Step[], messages: number): string {
  return Array.from({ length: COLUMNS }, (_, column) => {
    const until = ((column + 1) / COLUMNS) * messages
    const { boundary } = path.findLast(({ message }) => message <= until) ?? { boundary: 0.5 }
    const share = (boundary - LOWEST) / (HIGHEST - LOWEST)
    return HEIGHTS[Math.min(HEIGHTS.length - 1, Math.max(0, Math.floor(share * HEIGHTS.length)))]
  }).join('')
}
