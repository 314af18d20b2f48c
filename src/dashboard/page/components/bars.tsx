import { useMemo } from 'preact/hooks'
import { printable } from '../../../text/printable.ts'
import { axisLabel } from '../../format.ts'
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
      xAxis: { type: 'value' as const, axisLabel: { formatter: (value: number) => axisLabel(format(value)) } },
      yAxis: {
        type: 'category' as const,
        inverse: true,
        data: bars.map(({ name }) => printable(name, { max: 40 })),
        splitLine: { show: false },
      },
      series: [
        {
          type: 'bar' as const,
          barMaxWidth: 22,
          data: bars.map(({ name, value, colour = 'accent' }) => ({
            name: printable(name, { max: 40 }),
            value,
            itemStyle: { color: colours[colour] },
          })),
          label: {
            show: true,
            position: 'insideLeft' as const,
            color: colours.text,
            backgroundColor: colours.background,
            borderRadius: 4,
            padding: [2, 6] as [number, number],
            formatter: ({ dataIndex }: { dataIndex: number }) => {
              const { value = 0, note } = bars[dataIndex] ?? {}
              return note === undefined ? format(value) : `${format(value)} · ${note}`
            },
          },
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
      height={56 + 34 * Math.max(1, bars.length)}
      table={{
        columns: ['Name', unit, 'Note'],
        rows: bars.map(({ name, value, note }) => [name, value, note ?? null]),
      }}
    />
  )
}
