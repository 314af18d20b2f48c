import type { Colours } from './chart-theme.ts'

/** The axes of horizontal bars: values below, names on the left from top to bottom. `label`: of a value. */
export function barAxes(names: readonly string[], label: (value: number) => string) {
  return {
    xAxis: { type: 'value' as const, axisLabel: { formatter: label } },
    yAxis: { type: 'category' as const, inverse: true, data: [...names], splitLine: { show: false } },
  }
}

/** A label above the beginning of a bar: it may be longer than the bar, and than a narrow screen has room for beside it. */
export function labelAbove({ text }: Colours, textOf: (index: number) => string) {
  return {
    show: true,
    position: [0, -ABOVE_PX] as [number, number],
    color: text,
    formatter: ({ dataIndex }: { dataIndex: number }) => textOf(dataIndex),
  }
}

/** Height of the text and its distance from the bar. */
const ABOVE_PX = 16
