import { useMemo } from 'preact/hooks'
import type { Routing } from '../../../../../schemas/generated/dashboard.ts'
import { type Limit, TimeChart, type TimeSeries } from '../../components/time-chart.tsx'
import { decimal } from '../../../format.ts'

/** The boundary of treatment over time, between its limits. */
export function BoundaryChart({ boundary, limits }: Pick<Routing, 'boundary' | 'limits'>) {
  const series = useMemo(
    (): TimeSeries[] => [
      {
        name: 'boundary',
        colour: 'treatment',
        kind: 'step',
        points: boundary.map(({ time, boundary: value }) => ({ time, value })),
      },
    ],
    [boundary],
  )
  const marks = useMemo((): Limit[] => limitsOf(limits), [limits])
  return (
    <TimeChart
      title="Boundary"
      unit="weight from which main_model answers"
      series={series}
      limits={marks}
      format={four}
      height={260}
    />
  )
}

/** The boundary at rest and the limits of the drift. Pure. */
function limitsOf({ rest, lower, upper }: Routing['limits']): Limit[] {
  return [
    { value: rest, name: `control ${decimal(rest, 2)}` },
    { value: lower, name: `limit ${decimal(lower, 2)}`, breach: 'below' },
    { value: upper, name: `limit ${decimal(upper, 2)}`, breach: 'above' },
  ]
}

function four(value: number | null): string {
  return decimal(value, 4)
}
