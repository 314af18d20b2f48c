import { useMemo } from 'preact/hooks'
import type { ErrorBudget, Objective, Overview } from '../../../../../schemas/generated/dashboard.ts'
import { Badge } from '../../components/badge.tsx'
import { Card } from '../../components/card.tsx'
import { Empty } from '../../components/empty.tsx'
import { Rows } from '../../components/rows.tsx'
import { Text } from '../../components/text.tsx'
import { type AxisUnit, type Limit, TimeChart, type TimeSeries, timeUnit } from '../../components/time-chart.tsx'
import { badReplies, budgetUse } from '../../../bad-replies.ts'
import { dateTime, decimal, milliseconds, percent } from '../../../format.ts'

/** Each objective with its trend, its breaches shaded, and the error budget that is left. */
export function Objectives({ objectives }: Pick<Overview, 'objectives'>) {
  if (!Array.isArray(objectives))
    return (
      <Card title="Objectives" wide>
        <Empty reason={objectives.reason} next={objectives.next} />
      </Card>
    )
  const trends = withOneDrift(objectives.toSorted(byUrgency)).filter(hasTrend)
  return (
    <Card title="Objectives" wide>
      <div class="objectives">
        <Rows
          caption="Objectives"
          columns={[
            'Objective',
            'State',
            { number: 'Last run' },
            { number: 'Target' },
            'Error budget left',
            'Burn rate',
          ]}
          rows={objectives.toSorted(byUrgency).map(rowOf)}
        />
      </div>
      {trends.length > 0 && (
        <div class="grid">
          {trends.map((objective) => (
            <ObjectiveTrend key={keyOf(objective)} objective={objective} />
          ))}
        </div>
      )}
    </Card>
  )
}

const URGENCY: readonly Objective['state'][] = ['missed', 'open', 'met', 'reported']

function byUrgency(a: Objective, b: Objective): number {
  return URGENCY.indexOf(a.state) - URGENCY.indexOf(b.state)
}

/** The drift is that of the one router, so its trend is shown once. Pure. */
function withOneDrift(objectives: readonly Objective[]): Objective[] {
  const first = objectives.find(isDrift)
  return objectives.filter((each) => !isDrift(each) || each === first)
}

/** Whether a line shows more than the table: at least two values, and of the drift at least one move. Pure. */
function hasTrend(objective: Objective): boolean {
  const values = objective.trend.flatMap(({ value }) => value ?? [])
  return isDrift(objective) ? new Set(values).size > 1 : values.length > 1
}

function isDrift({ objective }: Objective): boolean {
  return objective === 'boundaryDrift'
}

function keyOf({ set, objective }: Objective): string {
  return `${set}: ${objective}`
}

function rowOf({ set, objective, name, state, direction, value, target, unit, evidence, budget }: Objective) {
  const format = FORMATS[unit]
  return [
    <>
      <Text value={`${set}: ${name}`} max={200} />
      {evidence !== '' && (
        <small class="block">
          <Text value={evidence} max={400} />
        </small>
      )}
    </>,
    <Badge value={state} />,
    format(value),
    target === null ? '–' : `${direction} ${format(target)}`,
    ...(budget === null
      ? [<span class="muted">–</span>, <span class="muted">–</span>]
      : [<BudgetLeft objective={objective} budget={budget} />, <BurnRates objective={objective} budget={budget} />]),
  ]
}

interface Used extends Pick<Objective, 'objective'> {
  budget: ErrorBudget
}

function BudgetLeft({ objective, budget }: Used) {
  const { origin, leftOut, left } = budget
  return (
    <>
      <meter min={0} max={1} low={0.25} optimum={1} value={Math.max(0, left)} aria-label="Error budget left" />{' '}
      <span class={left < 0 ? 'worse' : ''}>{percent(left, 0)}</span>
      <small class="block">
        {budgetUse(objective, budget)};{' '}
        {leftOut > 0 ? `measured, ${decimal(leftOut)} replayed left out` : `all ${origin}`}
      </small>
    </>
  )
}

function BurnRates({ objective, budget: { burn } }: Used) {
  return (
    <>
      {burn.map(({ since, rate, bad, all }, index) => (
        <div key={since} class="burn" title={badReplies(objective, { bad, all })}>
          <span class={rate > 1 ? 'worse' : ''}>{decimal(rate)}×</span>{' '}
          <small>{index === 0 ? 'in the chosen time' : `since ${dateTime(since).slice(5)}`}</small>
        </div>
      ))}
    </>
  )
}

const FORMATS: Readonly<Record<Objective['unit'], (value: number | null) => string>> = {
  share: percent,
  ms: milliseconds,
  'per second': oneDecimal,
  tokens: oneDecimal,
  drift: decimal,
}

function oneDecimal(value: number | null): string {
  return decimal(value, 1)
}

/** Units of the axis, as the values are shown. */
const UNITS: Readonly<Record<Objective['unit'], AxisUnit>> = {
  share: '%',
  ms: timeUnit,
  'per second': 'tokens/s',
  tokens: 'tokens',
  drift: 'distance from 0.5',
}

function ObjectiveTrend({ objective }: { objective: Objective }) {
  const { name, direction, target, trend, unit } = objective
  const series = useMemo(
    (): TimeSeries[] => [{ name, colour: 'accent', kind: unit === 'drift' ? 'step' : 'line', points: trend }],
    [trend, name, unit],
  )
  const limits = useMemo(
    (): Limit[] =>
      target === null ? [] : [{ value: target, name: 'target', breach: direction === 'at least' ? 'below' : 'above' }],
    [target, direction],
  )
  return (
    <TimeChart
      title={isDrift(objective) ? `Router: ${name}` : `${objective.set}: ${name}`}
      unit={UNITS[unit]}
      series={series}
      limits={limits}
      format={FORMATS[unit]}
      height={160}
      {...(unit === 'share' && { max: 1 })}
    />
  )
}
