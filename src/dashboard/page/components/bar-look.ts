import type { Colours } from './chart-theme.ts'

/** The axes of horizontal bars: values below, names on the left from top to bottom. `label`: of a value. */
export function barAxes(names: readonly string[], label: (value: number) => string) {
  return {
    xAxis: { type: 'value' as const, axisLabel: { formatter: label } },
    yAxis: { type: 'category' as const, inverse: true, data: [...names], splitLine: { show: false } },
  }
}

/** A label at the start of a bar, legible on any colour. */
export function barLabel({ text, background }: Colours, textOf: (index: number) => string) {
  return {
    show: true,
    position: 'insideLeft' as const,
    color: text,
    backgroundColor: background,
    borderRadius: 4,
    padding: [2, 6] as [number, number],
    formatter: ({ dataIndex }: { dataIndex: number }) => textOf(dataIndex),
  }
}
