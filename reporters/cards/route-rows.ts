import type { ResponseEvent, UnmeasuredEvent } from '../../schemas/generated/provenance.ts'
import { type Bar, barRows, gaugeRow } from './bars.ts'
import { excerpt } from './excerpt.ts'
import { gap, label, type Row, textRows } from './row.ts'
import { SMALL } from './text-width.ts'

const TEXT_MAX = 600
/** An upper limit of the features, as parts are read from a file. */
const PARTS_MAX = 30

/** The route of the message, and the features for and against the large model. */
export function routeRows(event: ResponseEvent | UnmeasuredEvent): Row[] {
  const { route } = event
  const parts = Object.entries(route.parts).slice(0, PARTS_MAX)
  return [
    ...label('Route'),
    ...textRows(reasonOf(event)),
    gap(6),
    gaugeRow('weight', route.weight, { at: route.boundary, text: `boundary ${route.boundary}` }),
    ...barRows(
      parts.map(([name, value]): Bar => ({
        name: name.replaceAll('_', ' '),
        value,
        shown: value > 0 ? `+${value}` : String(value),
        tone: name === 'base' ? 'muted' : value < 0 ? 'violet' : 'accent',
      })),
    ),
    ...(route.off === undefined
      ? []
      : [gap(4), ...textRows(`adaptation is off: ${excerpt(route.off, TEXT_MAX)}`, { font: SMALL, tone: 'muted' })]),
  ]
}

function reasonOf({ source, route, instead_of }: ResponseEvent | UnmeasuredEvent): string {
  const { weight, boundary, drawn } = route
  const due = instead_of?.source ?? source
  const rule = drawn
    ? `drawn by the experiment, because weight ${weight} is near the boundary ${boundary}`
    : `weight ${weight} is ${weight > boundary ? 'above' : 'not above'} the boundary ${boundary}`
  const stood =
    instead_of === undefined
      ? ''
      : `\n${source} answered in its place: ${instead_of.cause.replaceAll('_', ' ')}: ${excerpt(instead_of.evidence, TEXT_MAX)}`
  return `${due}: ${rule}; bucket ${route.bucket}${stood}`
}
