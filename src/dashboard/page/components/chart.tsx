import { useEffect, useRef, useState } from 'preact/hooks'
import { printable } from '../../../text/printable.ts'
import { usePage } from '../page-context.ts'
import { baseOption, chartColours, type Colours, merged } from './chart-theme.ts'
import { type ChartOption, init } from './echarts.ts'
import { download } from './download.ts'
import { Text } from './text.tsx'

/** The data of a chart as a table. */
export interface ChartTable {
  columns: readonly string[]
  /** Numbers and texts as they are shown; the table has the first `MOST_ROWS`. */
  rows: readonly (readonly (string | number | null)[])[]
  /** Rows in all. Default: those in `rows`. */
  total?: number
}

/** A chart with all that belongs to it. Its texts may be those of a log. */
export interface ChartProps {
  title: string
  /** Such as `ms` or `%`. */
  unit: string
  /** A sentence on the data, for screen readers. */
  description: string
  /** Series and axes, over what all charts have in common. */
  option: (colours: Colours) => ChartOption
  table: ChartTable
  /** In pixels. Default 220. */
  height?: number
  /** Called with a point that is clicked. */
  onSelect?: (point: { seriesName: string; value: unknown; dataIndex: number }) => void
}

/** Characters of a title, and of a description. */
const MOST_TITLE = 200
const MOST_DESCRIPTION = 4_000

/** Rows of a chart's table; more are in the exports of the event table. */
export const MOST_ROWS = 500

/** A chart with title, unit, tooltips, a data table, and PNG and SVG export. */
export function Chart({ title, unit, description, option, table, height = 220, onSelect }: ChartProps) {
  const { theme } = usePage()
  const shownTitle = printable(title, { max: MOST_TITLE })
  const [isTable, setTable] = useState(false)
  const element = useRef<HTMLDivElement>(null)
  const chart = useRef<ReturnType<typeof init> | null>(null)
  const select = useRef(onSelect)
  select.current = onSelect
  const whole = () => {
    const colours = chartColours()
    return merged(baseOption(colours), option(colours))
  }
  useEffect(() => {
    if (isTable || element.current === null) return
    const made = init(element.current, null, { renderer: 'canvas' })
    chart.current = made
    made.on('click', ({ seriesName = '', value, dataIndex }) => select.current?.({ seriesName, value, dataIndex }))
    const observer = new ResizeObserver(() => made.resize())
    observer.observe(element.current)
    return () => {
      observer.disconnect()
      made.dispose()
      chart.current = null
    }
  }, [isTable])
  useEffect(() => {
    chart.current?.setOption(whole(), { notMerge: true })
  }, [isTable, option, theme])
  const save = (format: 'png' | 'svg') => {
    const { clientWidth: width = 800 } = element.current ?? {}
    const copy = init(format === 'svg' ? null : document.createElement('div'), null, {
      renderer: format === 'svg' ? 'svg' : 'canvas',
      ...(format === 'svg' && { ssr: true }),
      width: width || 800,
      height,
    })
    copy.setOption({ ...whole(), backgroundColor: chartColours().background })
    if (format === 'svg') download(`${shownTitle}.svg`, copy.renderToSVGString(), 'image/svg+xml')
    else download(`${shownTitle}.png`, copy.getDataURL({ type: 'png', pixelRatio: 2 }))
    copy.dispose()
  }
  return (
    <figure class="chart" data-chart={title}>
      <figcaption>
        <span class="chart-title">
          <Text value={title} max={MOST_TITLE} />{' '}
          <span class="unit">
            <Text value={unit} max={MOST_TITLE} />
          </span>
        </span>
        <span class="chart-actions">
          <button type="button" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
            Table
          </button>
          <button type="button" aria-label={`Save "${shownTitle}" as PNG`} onClick={() => save('png')}>
            PNG
          </button>
          <button type="button" aria-label={`Save "${shownTitle}" as SVG`} onClick={() => save('svg')}>
            SVG
          </button>
        </span>
      </figcaption>
      {isTable ? (
        <DataTable title={shownTitle} table={table} />
      ) : (
        <div
          ref={element}
          class="canvas"
          role="img"
          aria-label={`${shownTitle}. ${printable(description, { max: MOST_DESCRIPTION })}`}
          style={{ height: `${height}px` }}
        />
      )}
    </figure>
  )
}

function DataTable({ title, table: { columns, rows, total = rows.length } }: { title: string; table: ChartTable }) {
  return (
    <div class="data-table" tabIndex={0} role="group" aria-label={`Data of ${title}`}>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                <Text value={column} max={MOST_TITLE} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MOST_ROWS).map((row, index) => (
            <tr key={index}>
              {row.map((cell, at) => (
                <td key={at} class={typeof cell === 'number' ? 'number' : undefined}>
                  {cell === null ? '–' : <Text value={String(cell)} max={200} />}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {total > MOST_ROWS && <p class="muted">and {total - MOST_ROWS} more rows</p>}
    </div>
  )
}
