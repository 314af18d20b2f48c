import { useMemo } from 'preact/hooks'
import type { Objective, Overview } from '../../../../../schemas/generated/dashboard.ts'
import { Badge } from '../../components/badge.tsx'
import { Card } from '../../components/card.tsx'
import { Empty } from '../../components/empty.tsx'
import { Text } from '../../components/text.tsx'
import { type Limit, TimeChart, type TimeSeries } from '../../components/time-chart.tsx'
import { decimal, milliseconds, percent } from '../../format.ts'

/** Each objective with its trend, its breaches shaded, and the error budget that is left. */
export function Objectives({ objectives }: { objectives: Overview['objectives'] }) {
  if (!Array.isArray(objectives))
    return (
      <Card title="Objectives" wide>
        <Empty reason={objectives.reason} next={objectives.next} />
      </Card>
    )
  return (
    <Card title="Objectives" wide>
      <div class="grid">
        {objectives.map((objective) => (
          <ObjectiveTrend key={`${objective.set}/${objective.objective}`} objective={objective} />
        ))}
      </div>
    </Card>
  )
}

function ObjectiveTrend({ objective }: { objective: Objective }) {
  const { set, objective: name, direction, target, trend, state, sentence, budget, unit } = objective
  const format = unit === 'share' ? percent : unit === 'ms' ? milliseconds : decimal
  const series = useMemo((): TimeSeries[] => [{ name, colour: 'accent', points: trend }], [trend, name])
  const limits = useMemo(
    (): Limit[] =>
      target === null ? [] : [{ value: target, name: 'target', breach: direction === 'at least' ? 'below' : 'above' }],
    [target, direction],
  )
  return (
    <div class="objective">
      <p>
        <Badge value={state} /> <Text value={`${set}: ${sentence}`} />
        {budget !== null && <span class="muted"> Error budget left: {percent(budget, 0)}.</span>}
      </p>
      {trend.some(({ value }) => value !== null) && (
        <TimeChart
          title={`${set}: ${name}`}
          unit={unit}
          series={series}
          limits={limits}
          format={(value) => format(value)}
          height={160}
        />
      )}
    </div>
  )
}
