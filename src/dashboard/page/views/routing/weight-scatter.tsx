import { useMemo } from 'preact/hooks'
import type { Routing, WeightPoint } from '../../../../../schemas/generated/dashboard.ts'
import { hrefTo } from '../../address.ts'
import { Chart, type ChartTable, MOST_ROWS } from '../../components/chart.tsx'
import type { Colours } from '../../components/chart-theme.ts'
import { dateTime, decimal } from '../../format.ts'
import { usePage } from '../../page-context.ts'
import { goTo } from '../../use-address.ts'

const SOURCES = ['main_model', 'embedder'] as const

/** The sources differ in more than their colour. */
const SYMBOLS = { main_model: 'circle', embedder: 'triangle' } as const

/** Weights over time, coloured by the source that answered, with the boundary. A point opens its event. */
export function WeightScatter({ weights, total, boundary }: Pick<Routing, 'weights' | 'boundary'> & { total: number }) {
  const { address } = usePage()
  const by = useMemo(() => Map.groupBy(weights, ({ source }) => source), [weights])
  const option = useMemo(() => (colours: Colours) => scatterOption(by, boundary, colours), [by, boundary])
  const table = useMemo(() => tableOf(weights), [weights])
  const counts = SOURCES.map((source) => `${by.get(source)?.length ?? 0} answered by ${source}`)
  const unit = weights.length < total ? `0 to 1, a sample of ${decimal(weights.length)} of ${decimal(total)}` : '0 to 1'
  return (
    <Chart
      title="Weights"
      unit={unit}
      description={`${weights.length} replies: ${counts.join(', ')}`}
      option={option}
      height={260}
      table={table}
      onSelect={({ seriesName, dataIndex }) => {
        const message = by.get(seriesName)?.[dataIndex]?.message ?? null
        if (message !== null) goTo(hrefTo('event', { message }, address))
      }}
    />
  )
}

function tableOf(weights: readonly WeightPoint[]): ChartTable {
  return {
    columns: ['Time', 'Weight', 'Source', 'Bucket', 'Verdict', 'Boundary'],
    total: weights.length,
    rows: weights
      .slice(0, MOST_ROWS)
      .map(({ time, weight, source, bucket, verdict, boundary }) => [
        dateTime(time),
        decimal(weight, 4),
        source,
        bucket,
        verdict,
        decimal(boundary, 4),
      ]),
  }
}

function scatterOption(
  by: ReadonlyMap<string | null, readonly WeightPoint[]>,
  boundary: Routing['boundary'],
  colours: Colours,
) {
  return {
    legend: { show: true },
    tooltip: {
      trigger: 'item' as const,
      valueFormatter: (value: unknown) => (Array.isArray(value) ? decimal(Number(value[1]), 4) : String(value)),
    },
    yAxis: { min: 0, max: 1 },
    series: [
      ...SOURCES.map((source) => ({
        name: source,
        type: 'scatter' as const,
        symbol: SYMBOLS[source],
        symbolSize: 5,
        large: true,
        largeThreshold: 3_000,
        itemStyle: { color: colours[source], opacity: 0.6 },
        data: (by.get(source) ?? []).map(({ time, weight }) => [time, weight]),
      })),
      {
        name: 'boundary',
        type: 'line' as const,
        step: 'end' as const,
        showSymbol: false,
        lineStyle: { color: colours.text, width: 1.5 },
        itemStyle: { color: colours.text },
        data: boundary.map(({ time, boundary: value }) => [time, value]),
      },
    ],
  }
}
