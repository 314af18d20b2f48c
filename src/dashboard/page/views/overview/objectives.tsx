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
      <ul class="objectives">
        {objectives.map((objective) => (
          <ObjectiveLine key={keyOf(objective)} objective={objective} />
        ))}
      </ul>
      <div class="grid">
        {objectives.map(
          (objective) =>
            objective.trend.some(({ value }) => value !== null) && (
              <ObjectiveTrend key={keyOf(objective)} objective={objective} />
            ),
        )}
      </div>
    </Card>
  )
}

function keyOf({ set, objective }: Objective): string {
  return `${set}: ${objective}`
}

function ObjectiveLine({ objective: { set, state, sentence, budget, burnRate } }: { objective: Objective }) {
  return (
    <li>
      <Badge value={state} /> <Text value={`${set}: ${sentence}`} max={400} />
      {budget !== null && (
        <span class={budget < 0 ? 'worse' : 'muted'}>
          {' '}
          Error budget left in this time: {percent(budget, 0)}
          {burnRate !== null && `, last burn rate ${decimal(burnRate, 1)}`}.
        </span>
      )}
    </li>
  )
}

function ObjectiveTrend({ objective }: { objective: Objective }) {
  const { objective: name, direction, target, trend, unit } = objective
  const format = unit === 'share' ? percent : unit === 'ms' ? milliseconds : decimal
  const series = useMemo((): TimeSeries[] => [{ name, colour: 'accent', points: trend }], [trend, name])
  const limits = useMemo(
    (): Limit[] =>
      target === null ? [] : [{ value: target, name: 'target', breach: direction === 'at least' ? 'below' : 'above' }],
    [target, direction],
  )
  return (
    <TimeChart
      title={keyOf(objective)}
      unit={unit}
      series={series}
      limits={limits}
      format={format}
      height={160}
      {...(unit === 'share' && { max: 1 })}
    />
  )
}
