import { useMemo } from 'preact/hooks'
import type { Hypothesis } from '../../../../../schemas/generated/dashboard.ts'
import { Chart } from '../../components/chart.tsx'
import type { Colours } from '../../components/chart-theme.ts'
import { decimal } from '../../../format.ts'
import { printable } from '../../../../text/printable.ts'
import { intervalText } from './interval.ts'
import { OUTCOME_SIGNS, showCard } from './outcome.ts'

interface Row {
  id: string
  value: number | null
  lower: number | null
  upper: number | null
  /** The limits of the claim: both where it is about either direction. */
  limits: readonly number[]
  /** Directions of the claim, one for each limit: 1 where larger effects meet it. */
  sides: readonly number[]
  outcome: Hypothesis['outcome']
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
      return `${id}: ${decimal(value, 3)}, interval ${intervalText({ lower, upper })}, claimed limit ${limitText(limits, 3)}`
    })
    .join('; ')
  return (
    <Chart
      title={`Effects: ${printable(name, { max: 60 })}`}
      unit={unitOf(hypotheses)}
      description={description}
      option={option}
      height={64 + 34 * rows.length}
      onSelect={({ dataIndex }) => showCard(rows[dataIndex]?.id ?? '')}
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

const LOOKS: Readonly<Record<Hypothesis['outcome'], { colour: keyof Colours; symbol: string }>> = {
  supported: { colour: 'pass', symbol: 'circle' },
  not_supported: { colour: 'fail', symbol: 'diamond' },
  inconclusive: { colour: 'warn', symbol: 'triangle' },
  unmeasured: { colour: 'muted', symbol: 'rect' },
}

/** The claim, where all hypotheses of a plot have the same one. Pure. */
function unitOf(hypotheses: readonly Hypothesis[]): string {
  const claims = new Set(
    hypotheses.flatMap(({ effect }) =>
      effect === null ? [] : [`claimed ${effect.claimed} ${decimal(effect.minimum, 3)}`],
    ),
  )
  const [claim = ''] = claims
  return claims.size === 1 ? claim : ''
}

/** For each limit, whether the claimed effects are above (1) or below it (-1). Pure. */
function sidesOf({ claimed }: NonNullable<Hypothesis['effect']>): number[] {
  switch (claimed) {
    case 'at least':
      return [1]
    case 'at most':
      return [-1]
    case 'within':
      return [1, -1]
    case 'beyond':
      return [-1, 1]
  }
}

function rowOf({ id, effect, interval, outcome }: Hypothesis): Row[] {
  if (effect === null) return []
  const { lower = null, upper = null } = interval ?? {}
  return [{ id, value: effect.value, lower, upper, limits: limitsOf(effect), sides: sidesOf(effect), outcome }]
}

/** The limits that a claim has: a margin around 0 has two. Pure. */
export function limitsOf({ minimum, claimed }: NonNullable<Hypothesis['effect']>): number[] {
  return claimed === 'within' || claimed === 'beyond' ? [-minimum, minimum] : [minimum]
}

function limitText(limits: readonly number[], digits: number): string {
  return limits.map((limit) => decimal(limit, digits)).join(' and ')
}

/** An interval that is open to one side is drawn to the end of the axis; without bounds it is not drawn. */
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
      data: rows.map(({ id, outcome }) => `${printable(id, { max: 30 })} ${OUTCOME_SIGNS[outcome]}`),
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
          data: rows.flatMap(({ lower, upper, outcome }, index) =>
            lower === null && upper === null
              ? []
              : [
                  [
                    {
                      coord: [lower ?? low - margin, index],
                      lineStyle: line(colours[LOOKS[outcome].colour], lower === null || upper === null),
                    },
                    { coord: [upper ?? high + margin, index] },
                  ],
                ],
          ) as [{ coord: number[] }, { coord: number[] }][],
        },
      },
      {
        name: 'effect',
        type: 'scatter' as const,
        symbolSize: 12,
        data: rows.map(({ value, outcome }, index) => ({
          value: [value ?? NaN, index],
          symbol: LOOKS[outcome].symbol,
          itemStyle: { color: colours[LOOKS[outcome].colour] },
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
      {
        name: 'claimed side',
        type: 'scatter' as const,
        symbol: 'triangle',
        symbolSize: [11, 9] as [number, number],
        // Above the interval.
        z: 5,
        silent: true,
        data: rows.flatMap(({ limits, sides }, index) =>
          limits.map((limit, at) => ({
            value: [limit, index],
            symbolRotate: -90 * (sides[at] ?? 1),
            symbolOffset: [7 * (sides[at] ?? 1), 0],
          })),
        ),
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
