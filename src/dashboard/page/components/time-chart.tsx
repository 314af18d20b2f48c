import { useMemo } from 'preact/hooks'
import { printable } from '../../../text/printable.ts'
import { axisLabel, type AxisLabels, dateTime, timeAxis } from '../../format.ts'
import { Chart } from './chart.tsx'
import type { Colours } from './chart-theme.ts'
import { labelStep } from './label-step.ts'

/** A line or bars over time. */
export interface TimeSeries {
  name: string
  colour: keyof Colours
  /** Default `line`; `step`: a value holds until the next. */
  kind?: 'line' | 'step' | 'bar' | 'point'
  /** Milliseconds since 1970, and the value; null: unknown. In order of time. */
  points: readonly { time: number; value: number | null }[]
}

/** A limit to draw, with the side on which values breach it. */
export interface Limit {
  value: number
  name: string
  breach?: 'above' | 'below'
}

/** The unit of an axis in words; a function: of an axis of times, whose unit depends on the values. */
export type AxisUnit = string | ((time: string) => string)

/** An axis of times with nothing but its unit. Pure. */
export function timeUnit(time: string): string {
  return time
}

/** Time that is shown on both sides of a single point; the usual is a day. */
const MARGIN_MS = 1_800_000

/** Lines differ in more than their colour. */
const SHAPES = [
  { symbol: 'circle', dash: 'solid' },
  { symbol: 'triangle', dash: 'dashed' },
  { symbol: 'diamond', dash: 'dotted' },
] as const

const TYPES = { line: 'line', step: 'line', bar: 'bar', point: 'scatter' } as const

/** Series over time with their limits, breaches shaded. */
export function TimeChart({
  title,
  unit,
  series,
  limits = [],
  format,
  height,
  max,
  onSelect,
}: {
  title: string
  /** A function: the values are milliseconds, and it gets `ms` or `s`, the unit of the axis. */
  unit: AxisUnit
  series: readonly TimeSeries[]
  limits?: readonly Limit[]
  format: (value: number | null) => string
  height?: number
  /** Upper end of the axis. Default: by the values. */
  max?: number
  onSelect?: (time: number) => void
}) {
  const times = useMemo(
    () => [...new Set(series.flatMap(({ points }) => points.map(({ time }) => time)))].sort((a, b) => a - b),
    [series],
  )
  const axis = useMemo((): AxisLabels => {
    if (typeof unit === 'string') return { unit, label: (value) => axisLabel(format(value)) }
    const time = timeAxis(Math.max(0, ...valuesOf(series), ...limits.map(({ value }) => value)))
    return { ...time, unit: unit(time.unit) }
  }, [unit, series, limits, format])
  const option = useMemo(
    () => (colours: Colours) => ({
      legend: { show: series.length > 1 },
      ...(limits.length > 0 && { grid: { right: besideLimits(limits) } }),
      tooltip: { valueFormatter: (value: unknown) => format(typeof value === 'number' ? value : null) },
      yAxis: {
        scale: !series.some(({ kind }) => kind === 'bar'),
        ...(limits.length > 0 && axisAround(limits)),
        ...(max !== undefined && { max }),
        minInterval: labelStep(axis.label, Math.max(0, ...valuesOf(series).map(Math.abs))),
        axisLabel: {
          formatter: axis.label,
          showMinLabel: limits.length === 0,
          showMaxLabel: limits.length === 0 || max !== undefined,
        },
      },
      ...(times.length === 1 && { xAxis: { min: (times[0] ?? 0) - MARGIN_MS, max: (times[0] ?? 0) + MARGIN_MS } }),
      series: series.map(({ name, colour, kind = 'line', points }, index) => ({
        name: printable(name, { max: 40 }),
        type: TYPES[kind],
        ...(kind === 'step' && { step: 'end' as const, showSymbol: false }),
        data: points.map(({ time, value }) => [time, value]),
        itemStyle: { color: colours[colour] },
        ...(kind === 'bar' && { barMaxWidth: 28 }),
        ...(kind === 'line' && lineLook(index, points.length)),
        ...(kind === 'point' && { symbol: 'rect', symbolSize: 10 }),
        ...(index === 0 && limits.length > 0 && limitMarks(limits, colours)),
      })),
    }),
    [series, times, limits, format, axis, max],
  )
  const values = series.map(({ points }) => new Map(points.map(({ time, value }) => [time, value])))
  return (
    <Chart
      title={title}
      unit={axis.unit}
      description={describe(series, format)}
      option={option}
      table={{
        columns: ['Time', ...series.map(({ name }) => name)],
        rows: times.map((time) => [dateTime(time), ...values.map((of) => format(of.get(time) ?? null))]),
      }}
      {...(height !== undefined && { height })}
      {...(onSelect !== undefined && {
        onSelect: ({ value }) => {
          if (Array.isArray(value) && typeof value[0] === 'number') onSelect(value[0])
        },
      })}
    />
  )
}

function lineLook(index: number, points: number) {
  const { symbol, dash } = SHAPES[index % SHAPES.length] ?? SHAPES[0]
  return { symbol, symbolSize: 6, showSymbol: points < 40, lineStyle: { width: 2, type: dash } }
}

function valuesOf(series: readonly TimeSeries[]): number[] {
  return series.flatMap(({ points }) => points.flatMap(({ value }) => value ?? []))
}

/** Room for the names of limits beside the lines, which may run over any place between the axes. In pixels. */
function besideLimits(limits: readonly Limit[]): number {
  return 12 + 6.6 * Math.max(...limits.map(({ name }) => name.length))
}

function limitMarks(limits: readonly Limit[], colours: Colours) {
  return {
    markLine: {
      symbol: 'none',
      silent: true,
      lineStyle: { color: colours.fail, type: 'dashed' as const, width: 1 },
      label: { color: colours.muted, position: 'end' as const, formatter: '{b}' },
      data: limits.map(({ name, value, breach }) => ({
        name,
        yAxis: value,
        ...(breach === undefined && { lineStyle: { color: colours.muted } }),
      })),
    },
    markArea: {
      silent: true,
      itemStyle: { color: colours.breach },
      data: limits.flatMap(({ value, breach }): [{ yAxis: number }, { yAxis: number }][] =>
        breach === undefined ? [] : [[{ yAxis: value }, { yAxis: breach === 'above' ? 1e12 : -1e12 }]],
      ),
    },
  }
}

/** An axis that shows the limits, too, and a little of the side that breaches them. */
function axisAround(limits: readonly Limit[]) {
  const values = limits.map(({ value }) => value)
  const whole = ({ min, max }: { min: number; max: number }) => {
    const [low, high] = [Math.min(min, ...values), Math.max(max, ...values)]
    return { low, high, margin: (high - low || Math.abs(high) || 1) * 0.15 }
  }
  return {
    min: (extent: { min: number; max: number }) => {
      const { low, margin } = whole(extent)
      return low >= 0 ? Math.max(0, low - margin) : low - margin
    },
    max: (extent: { min: number; max: number }) => {
      const { high, margin } = whole(extent)
      return high + margin
    },
  }
}

function describe(series: readonly TimeSeries[], format: (value: number | null) => string): string {
  const parts = series.map(({ name, points }) => {
    const values = points.flatMap(({ value }) => (value === null ? [] : [value]))
    if (values.length === 0) return `${name}: no values`
    const last = values.at(-1) ?? null
    return `${name}: ${values.length} values from ${format(Math.min(...values))} to ${format(Math.max(...values))}, last ${format(last)}`
  })
  return parts.join('; ')
}
