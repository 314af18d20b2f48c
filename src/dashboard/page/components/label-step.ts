/** Labels next to each other that have to differ. */
const LABELS = 6

/** The smallest power of ten by which values up to `top` differ once they are formatted, for the ticks of an axis. Pure. */
export function labelStep(format: (value: number) => string, top: number): number {
  for (let power = -6; power < 12; power += 1) {
    const step = 10 ** power
    const labels = Array.from({ length: LABELS }, (_, index) => format(top - index * step))
    if (new Set(labels).size === LABELS) return step
  }
  return 0
}
