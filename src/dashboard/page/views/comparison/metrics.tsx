import type { ComparedMetric } from '../../../../../schemas/generated/dashboard.ts'
import { Card } from '../../components/card.tsx'
import { Rows } from '../../components/rows.tsx'
import { milliseconds, percent } from '../../../format.ts'

/** The metrics of both sides and their change; a change for the worse is red, whether it is more or less. */
export function Metrics({ metrics }: { metrics: readonly ComparedMetric[] }) {
  return (
    <Card title="Over the paired goldens" wide>
      <Rows
        caption="Metrics of both sides"
        columns={['Metric', { number: 'Before' }, { number: 'After' }, { number: 'Change' }, { number: 'Goldens' }]}
        rows={metrics.map((metric) => {
          const { name, unit, before, after, n } = metric
          const format = unit === 'ms' ? milliseconds : percent
          const tone = toneOf(metric)
          return [
            name,
            format(before),
            format(after),
            <span class={tone}>
              {changeText(metric)}
              {tone !== 'same' && ` ${tone}`}
            </span>,
            n,
          ]
        })}
      />
      <p class="muted">
        These are the values. The verdict of the run, in its log line and report, says whether a change is more than
        chance.
      </p>
    </Card>
  )
}

function toneOf({ change, lessIsBetter }: ComparedMetric): 'better' | 'worse' | 'same' {
  if (change === null || change === 0 || lessIsBetter === null) return 'same'
  return change < 0 === lessIsBetter ? 'better' : 'worse'
}

function changeText({ change, unit }: ComparedMetric): string {
  if (change === null) return '–'
  const sign = change > 0 ? '+' : ''
  return unit === 'ms' ? `${sign}${percent(change)}` : `${sign}${Number((100 * change).toFixed(1))} points`
}
