import { useMemo } from 'preact/hooks'
import type { ErrorBudget, Objective, Overview } from '../../../../../schemas/generated/dashboard.ts'
import { Badge } from '../../components/badge.tsx'
import { Card } from '../../components/card.tsx'
import { Empty } from '../../components/empty.tsx'
import { Text } from '../../components/text.tsx'
import { type Limit, TimeChart, type TimeSeries } from '../../components/time-chart.tsx'
import { dateTime, decimal, milliseconds, percent } from '../../format.ts'

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

function ObjectiveLine({ objective: { set, objective, state, sentence, budget } }: { objective: Objective }) {
  return (
    <li>
      <Badge value={state} /> <Text value={`${set}: ${sentence}`} max={400} />
      {budget !== null && <Budget budget={budget} bad={BAD[objective] ?? 'bad'} />}
    </li>
  )
}

/** The replies that use up the error budget of an objective. */
const BAD: Readonly<Record<string, string>> = {
  passRate: 'failed or without a reply',
  errorRate: 'without a reply',
  p95Ms: 'slower or without a reply',
  ttftMs: 'slower or without a reply',
}

function Budget({ budget: { allowed, bad, all, left, burn }, bad: kind }: { budget: ErrorBudget; bad: string }) {
  return (
    <dl class="budget">
      <dt>Error budget left</dt>
      <dd>
        <meter min={0} max={1} low={0.25} optimum={1} value={Math.max(0, left)} aria-label="Error budget left" />{' '}
        <span class={left < 0 ? 'worse' : ''}>{percent(left, 0)}</span>{' '}
        <span class="muted">
          {decimal(bad)} of {decimal(all)} replies {kind}; {percent(allowed)} allowed
        </span>
      </dd>
      <dt>Burn rate</dt>
      <dd>
        {burn.map(({ since, rate, bad: some, all: those }, index) => (
          <span key={since} class="burn" title={`${decimal(some)} of ${decimal(those)} replies ${kind}`}>
            <span class={rate > 1 ? 'worse' : ''}>{decimal(rate, 1)}×</span>{' '}
            <span class="muted">{index === 0 ? 'in this time' : `since ${dateTime(since)}`}</span>
          </span>
        ))}
      </dd>
    </dl>
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
