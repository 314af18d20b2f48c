import { useState } from 'preact/hooks'
import type { GoldenHistory, GoldenPoint } from '../../../../../schemas/generated/dashboard.ts'
import { printable } from '../../../../text/printable.ts'
import { goldenInAddress, hrefWith } from '../../address.ts'
import { Badge } from '../../components/badge.tsx'
import { Text } from '../../components/text.tsx'
import { dateTime, milliseconds } from '../../../format.ts'
import { usePage } from '../../page-context.ts'
import { sparklineScale } from './sparkline-scale.ts'

const WIDTH = 220
const HEIGHT = 48
const MARGIN = 5

/** One golden: its latencies as a small line, each point coloured by its verdict, with the baseline as a dashed line. */
export function GoldenTile({ golden, isOpen }: { golden: GoldenHistory; isOpen: boolean }) {
  const { address } = usePage()
  const [hasTooltips, setTooltips] = useState(false)
  const { id, set, points, last } = golden
  const latest = points.findLast(({ latencyMs }) => latencyMs !== null)
  return (
    <li class="tile" onPointerEnter={() => setTooltips(true)}>
      <a href={hrefWith(address, { open: isOpen ? null : goldenInAddress(golden) })} aria-expanded={isOpen}>
        <span class="tile-head">
          <Text value={id} max={40} /> <Badge value={last} />
        </span>
        <Sparkline golden={golden} hasTooltips={hasTooltips} />
        <span class="muted">
          <Text value={set} max={30} />, {milliseconds(latest?.latencyMs ?? null)}
        </span>
      </a>
    </li>
  )
}

/** A path for each point takes several times as long to draw as one for each verdict, so only a tile under the pointer has them. */
function Sparkline({ golden, hasTooltips }: { golden: GoldenHistory; hasTooltips: boolean }) {
  const { id, points, baselineMs } = golden
  const known = points.flatMap((point) => (point.latencyMs === null ? [] : [{ ...point, latencyMs: point.latencyMs }]))
  const place = sparklineScale([
    ...known.map(({ latencyMs }) => latencyMs),
    ...(baselineMs === null ? [] : [baselineMs]),
  ])
  // A single point is in the middle.
  const x = (index: number) =>
    points.length === 1 ? WIDTH / 2 : MARGIN + ((WIDTH - 2 * MARGIN) * index) / (points.length - 1)
  const y = (ms: number) => HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * place(ms)
  // A question without a reply is at the bottom.
  const mark = (point: GoldenPoint | undefined, index: number) =>
    point === undefined ? '' : markAt(point, x(index), point.latencyMs === null ? HEIGHT - MARGIN : y(point.latencyMs))
  const at = new Map(points.map((point, index) => [point, x(index)]))
  const line = points.flatMap((point) =>
    point.latencyMs === null ? [] : [`${at.get(point)?.toFixed(1)},${y(point.latencyMs).toFixed(1)}`],
  )
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} class="sparkline" role="img" aria-label={describe(id, points)}>
      {baselineMs !== null && (
        <line class="baseline" x1={MARGIN} x2={WIDTH - MARGIN} y1={y(baselineMs)} y2={y(baselineMs)} />
      )}
      <polyline points={line.join(' ')} />
      {hasTooltips
        ? points.map((point, index) => (
            <path key={index} class={verdictOf(point)} d={mark(point, index)}>
              <title>{`${dateTime(point.time)}: ${verdictOf(point)}, ${milliseconds(point.latencyMs)}`}</title>
            </path>
          ))
        : [...Map.groupBy(points.keys(), (index) => verdictOf(points[index]))].map(([verdict, indices]) => (
            <path key={verdict} class={verdict} d={indices.map((index) => mark(points[index], index)).join('')} />
          ))}
    </svg>
  )
}

function verdictOf(point: GoldenPoint | undefined): string {
  return point?.verdict ?? 'unknown'
}

/** A dot for a pass, a cross for a failure, a square for all else: shapes differ as the colours do. Pure. */
function markAt({ verdict }: GoldenPoint, x: number, y: number): string {
  const at = `M${x.toFixed(1)} ${y.toFixed(1)}`
  if (verdict === 'pass') return `${at}m-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0z`
  if (verdict === 'fail') return `${at}m-3.5-3.5l7 7m0-7l-7 7`
  return `${at}m-3-3h6v6h-6z`
}

function describe(id: string, points: readonly GoldenPoint[]): string {
  const failed = points.filter(({ verdict }) => verdict === 'fail').length
  const last = points.at(-1)
  return `${printable(id, { max: 200 })}: ${points.length} points, ${failed} failed, last ${milliseconds(last?.latencyMs ?? null)}`
}
