import { excerpt } from './excerpt.ts'
import { gap, MARGIN, type Row, textRows, WIDTH } from './row.ts'
import { BODY, MONO } from './text-width.ts'
import type { Band } from './palette.ts'

/** The longest text of a condition or finding, in characters. */
const TEXT_MAX = 2_000

/** A condition, and whether it is met. */
export interface Condition {
  text: string
  state: 'met' | 'missed' | 'open'
  /** The finding, where the condition is not met. */
  found?: string
}

const SIGNS = { met: 'm0 4 3 4 6-8', missed: 'm1 1 7 7m0-7-7 7', open: 'm0 4h8' }
const TONES = { met: 'pass', missed: 'fail', open: 'warn' } as const
const BANDS: Record<Condition['state'], Band | undefined> = { met: undefined, missed: 'fail', open: 'warn' }

/** Conditions, each with a sign; one that is not met is highlighted, with the finding below. */
export function conditionRows(checks: readonly Condition[]): Row[] {
  return checks.flatMap(({ text, state, found }) => {
    const band = BANDS[state]
    const x = MARGIN + 28
    const width = WIDTH - MARGIN - x - 10
    const banded = { x, width, ...(band !== undefined && { band }) }
    const lines = textRows(excerpt(text, TEXT_MAX), {
      ...banded,
      font: state === 'met' ? BODY : { ...BODY, classes: 'b', size: 14 },
    })
    const sign = (top: number) =>
      `<path d="M${MARGIN + 10} ${top + 5}${SIGNS[state]}" class="l-${TONES[state]}" stroke-width="2"/>`
    const space = band === undefined ? [] : [gap(3, band)]
    return [
      ...space,
      ...lines.map((line, index) =>
        index === 0 ? { ...line, draw: (top: number) => sign(top) + line.draw(top) } : line,
      ),
      ...(found === undefined ? [] : textRows(`found ${excerpt(found, TEXT_MAX)}`, { ...banded, font: MONO })),
      ...space,
    ]
  })
}
