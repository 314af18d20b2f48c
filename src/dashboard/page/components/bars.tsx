import { useMemo } from 'preact/hooks'
import { printable } from '../../../text/printable.ts'
import { axisLabel } from '../../format.ts'
import { barAxes, labelAbove } from './bar-look.ts'
import { Chart } from './chart.tsx'
import type { Colours } from './chart-theme.ts'

/** A value with its name. */
export interface ChartBar {
  name: string
  value: number
  colour?: keyof Colours
  /** Text beside the value. */
  note?: string
}

/** Horizontal bars, such as a split with its counts. */
export function Bars({
  title,
  unit,
  bars,
  format = String,
}: {
  title: string
  unit: string
  bars: readonly ChartBar[]
  format?: (value: number) => string
}) {
  const option = useMemo(
    () => (colours: Colours) => ({
      tooltip: { trigger: 'item' as const },
      ...barAxes(
        bars.map(({ name }) => printable(name, { max: 40 })),
        (value) => axisLabel(format(value)),
      ),
      series: [
        {
          type: 'bar' as const,
          barWidth: 12,
          data: bars.map(({ name, value, colour = 'accent' }) => ({
            name: printable(name, { max: 40 }),
            value,
            itemStyle: { color: colours[colour] },
          })),
          label: labelAbove(colours, (index) => {
            const { value = 0, note } = bars[index] ?? {}
            return note === undefined ? format(value) : `${format(value)} · ${note}`
          }),
        },
      ],
    }),
    [bars, format],
  )
  return (
    <Chart
      title={title}
      unit={unit}
      description={bars
        .map(({ name, value, note }) => `${name}: ${format(value)}${note ? `, ${note}` : ''}`)
        .join('; ')}
      option={option}
      height={60 + 40 * Math.max(1, bars.length)}
      table={{
        columns: ['Name', unit, 'Note'],
        rows: bars.map(({ name, value, note }) => [name, value, note ?? null]),
      }}
    />
  )
}
