import { useMemo } from 'preact/hooks'
import type { Hypothesis } from '../../../../../schemas/generated/dashboard.ts'
import { Chart } from '../../components/chart.tsx'
import type { Colours } from '../../components/chart-theme.ts'
import { decimal } from '../../format.ts'
import { printable } from '../../../../text/printable.ts'

interface Row {
  id: string
  value: number | null
  lower: number | null
  upper: number | null
  /** The limits of the claim: both where it is about either direction. */
  limits: readonly number[]
  colour: keyof Colours
}

/** Effects with their intervals against the claimed limits: a plot for each kind of effect, as they have scales of their own. */
export function ForestPlots({ hypotheses }: { hypotheses: readonly Hypothesis[] }) {
  const by = Map.groupBy(
    hypotheses.filter(({ effect }) => effect !== null),
    ({ effect }) => effect?.name ?? '',
  )
  return (
    <>
      {[...by].map(([name, members]) => (
        <ForestPlot key={name} name={name} hypotheses={members} />
      ))}
    </>
  )
}

function ForestPlot({ name, hypotheses }: { name: string; hypotheses: readonly Hypothesis[] }) {
  const rows = useMemo(() => hypotheses.flatMap(rowOf), [hypotheses])
  const option = useMemo(() => (colours: Colours) => forestOption(rows, colours), [rows])
  const description = rows
    .map(({ id, value, lower, upper, limits }) => {
      const interval = `${decimal(lower, 3)} to ${decimal(upper, 3)}`
      return `${id}: ${decimal(value, 3)}, interval ${interval}, claimed limit ${limitText(limits, 3)}`
    })
    .join('; ')
  return (
    <Chart
      title={`Effects: ${printable(name, { max: 60 })}`}
      unit="interval and effect in the colour of the outcome; the upright marks are the claimed limits"
      description={description}
      option={option}
      height={64 + 34 * rows.length}
      table={{
        columns: ['Hypothesis', 'Effect', 'Lower', 'Upper', 'Claimed limit'],
        rows: rows.map(({ id, value, lower, upper, limits }) => [
          id,
          decimal(value, 4),
          decimal(lower, 4),
          decimal(upper, 4),
          limitText(limits, 4),
        ]),
      }}
    />
  )
}

const COLOURS: Readonly<Record<Hypothesis['outcome'], keyof Colours>> = {
  supported: 'pass',
  not_supported: 'fail',
  inconclusive: 'warn',
  unmeasured: 'muted',
}

function rowOf({ id, effect, interval, outcome }: Hypothesis): Row[] {
  if (effect === null) return []
  const { lower = null, upper = null } = interval ?? {}
  return [{ id, value: effect.value, lower, upper, limits: limitsOf(effect), colour: COLOURS[outcome] }]
}

/** The limits that a claim has: a margin around 0 has two. Pure. */
export function limitsOf({ minimum, claimed }: NonNullable<Hypothesis['effect']>): number[] {
  return claimed === 'within' || claimed === 'beyond' ? [-minimum, minimum] : [minimum]
}

function limitText(limits: readonly number[], digits: number): string {
  return limits.map((limit) => decimal(limit, digits)).join(' and ')
}

/** Bounds that are not known are drawn to the end of the axis. */
function forestOption(rows: readonly Row[], colours: Colours) {
  const known = rows.flatMap(({ value, lower, upper, limits }) => [value, lower, upper, ...limits].filter(isNumber))
  const [low, high] = [Math.min(...known), Math.max(...known)]
  const margin = (high - low || 1) * 0.1
  return {
    legend: { show: false },
    tooltip: { trigger: 'item' as const },
    grid: { top: 12 },
    xAxis: {
      type: 'value' as const,
      scale: true,
      min: low - margin,
      max: high + margin,
      axisLabel: { formatter: (value: number) => decimal(value, 2), showMinLabel: false, showMaxLabel: false },
    },
    yAxis: {
      type: 'category' as const,
      inverse: true,
      data: rows.map(({ id }) => printable(id, { max: 30 })),
      splitLine: { show: false },
    },
    series: [
      {
        name: 'interval',
        type: 'line' as const,
        data: [],
        markLine: {
          silent: true,
          symbol: 'none',
          label: { show: false },
          data: rows.map(({ lower, upper, colour }, index) => [
            {
              coord: [lower ?? low - margin, index],
              lineStyle: line(colours[colour], lower === null || upper === null),
            },
            { coord: [upper ?? high + margin, index] },
          ]) as [{ coord: number[] }, { coord: number[] }][],
        },
      },
      {
        name: 'effect',
        type: 'scatter' as const,
        symbolSize: 11,
        data: rows.map(({ value, colour }, index) => ({
          value: [value ?? NaN, index],
          itemStyle: { color: colours[colour] },
        })),
      },
      {
        name: 'claimed limit',
        type: 'scatter' as const,
        symbol: 'rect',
        symbolSize: [3, 22] as [number, number],
        data: rows.flatMap(({ limits }, index) => limits.map((limit) => [limit, index])),
        itemStyle: { color: colours.text },
      },
    ],
  }
}

function line(color: string, isOpen: boolean) {
  return { color, width: 3, type: isOpen ? ('dashed' as const) : ('solid' as const) }
}

function isNumber(value: number | null): value is number {
  return value !== null
}
