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
      <div class="scroll" tabIndex={0} role="group" aria-label="Objectives">
        <table class="objectives">
          <thead>
            <tr>
              <th>Objective</th>
              <th>Error budget left</th>
              <th>Burn rate</th>
            </tr>
          </thead>
          <tbody>
            {objectives.map((objective) => (
              <ObjectiveRow key={keyOf(objective)} objective={objective} />
            ))}
          </tbody>
        </table>
      </div>
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

function ObjectiveRow({ objective: { set, objective, state, sentence, budget } }: { objective: Objective }) {
  return (
    <tr>
      <td>
        <Badge value={state} /> <Text value={`${set}: ${sentence}`} max={400} />
      </td>
      {budget === null ? (
        <>
          <td class="muted">–</td>
          <td class="muted">–</td>
        </>
      ) : (
        <Budget budget={budget} bad={BAD[objective] ?? 'bad'} />
      )}
    </tr>
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
    <>
      <td>
        <meter min={0} max={1} low={0.25} optimum={1} value={Math.max(0, left)} aria-label="Error budget left" />{' '}
        <span class={left < 0 ? 'worse' : ''}>{percent(left, 0)}</span>
        <br />
        <small>
          {decimal(bad)} of {decimal(all)} replies {kind}; {percent(allowed)} allowed
        </small>
      </td>
      <td>
        {burn.map(({ since, rate, bad: some, all: those }, index) => (
          <div key={since} class="burn" title={`${decimal(some)} of ${decimal(those)} replies ${kind}`}>
            <span class={rate > 1 ? 'worse' : ''}>{decimal(rate, 1)}×</span>{' '}
            <small>{index === 0 ? 'in the chosen time' : `since ${dateTime(since).slice(5, 16)}`}</small>
          </div>
        ))}
      </td>
    </>
  )
}

/** Objectives in words. */
const NAMES: Readonly<Record<string, string>> = {
  passRate: 'pass rate',
  p95Ms: 'latency, p95',
  ttftMs: 'time to first token, p95',
  tokensPerSecond: 'speed',
  errorRate: 'share without a reply',
}

/** Units of the axis, as the values are shown. */
const UNITS: Readonly<Record<Objective['unit'], string>> = {
  share: '%',
  ms: 's',
  'per second': 'tokens/s',
  tokens: 'tokens',
  drift: 'drift',
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
      title={`${objective.set}: ${NAMES[name] ?? name}`}
      unit={UNITS[unit]}
      series={series}
      limits={limits}
      format={format}
      height={160}
      {...(unit === 'share' && { max: 1 })}
    />
  )
}
