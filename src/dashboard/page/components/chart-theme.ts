import { cssValue } from '../theme.ts'
import type { ChartOption } from './echarts.ts'

/** The colours of charts in the theme that is shown. */
export interface Colours {
  text: string
  muted: string
  line: string
  background: string
  accent: string
  pass: string
  fail: string
  warn: string
  unjudged: string
  main_model: string
  embedder: string
  control: string
  treatment: string
  breach: string
}

const NAMES: readonly (keyof Colours)[] = [
  'text',
  'muted',
  'line',
  'background',
  'accent',
  'pass',
  'fail',
  'warn',
  'unjudged',
  'main_model',
  'embedder',
  'control',
  'treatment',
  'breach',
]

/** Reads the colours from the style sheet. */
export function chartColours(): Colours {
  return Object.fromEntries(NAMES.map((name) => [name, cssValue(`--${name}`)])) as unknown as Colours
}

/** Labels of a time axis, in the form of all times on the page. */
const TIME_LABELS = {
  year: '{yyyy}',
  month: '{yyyy}-{MM}',
  day: '{MM}-{dd}',
  hour: '{HH}:{mm}',
  minute: '{HH}:{mm}',
  second: '{HH}:{mm}:{ss}',
}

/** The defaults of all charts; the options of a chart override them. */
export function baseOption({ text, muted, line, background, accent, embedder }: Colours): ChartOption {
  const axis = {
    axisLine: { lineStyle: { color: line } },
    axisTick: { lineStyle: { color: line } },
    axisLabel: { color: muted, hideOverlap: true },
    splitLine: { lineStyle: { color: line } },
    nameTextStyle: { color: muted },
  }
  return {
    animation: false,
    color: [accent, embedder],
    textStyle: { color: text, fontFamily: cssValue('--font') },
    // Half of a time such as 14:06:02 is as wide as the margin: its tick may be at the end of the axis.
    grid: { left: 8, right: 30, top: 28, bottom: 8, outerBoundsMode: 'same' },
    // HTML tooltips set inline styles, which the content security policy refuses.
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      confine: true,
      backgroundColor: background,
      borderColor: line,
      textStyle: { color: text, fontSize: 12 },
      axisPointer: { lineStyle: { color: muted } },
    },
    legend: { top: 0, right: 0, textStyle: { color: muted }, itemWidth: 20, itemHeight: 9 },
    xAxis: { type: 'time', ...axis, axisLabel: { ...axis.axisLabel, formatter: TIME_LABELS } },
    yAxis: { type: 'value', ...axis },
  }
}

/** Puts an option over another: objects are merged, everything else is replaced. Pure. */
export function merged<T>(below: T, above: unknown): T {
  if (!isPlain(below) || !isPlain(above)) return (above === undefined ? below : above) as T
  const entries = Object.entries(above).map(([name, value]) => [name, merged(below[name], value)])
  return { ...below, ...Object.fromEntries(entries) }
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
