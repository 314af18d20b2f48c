import type { ComparedMetric } from '../../../../../schemas/generated/dashboard.ts'
import { Card } from '../../components/card.tsx'
import { milliseconds, percent } from '../../format.ts'

/** The metrics of both sides and their change; a change for the worse is red, whether it is more or less. */
export function Metrics({ metrics }: { metrics: readonly ComparedMetric[] }) {
  return (
    <Card title="Over the paired goldens" wide>
      <div class="scroll" tabIndex={0} role="group" aria-label="Metrics">
        <table>
          <thead>
            <tr>
              <th scope="col">Metric</th>
              <th scope="col" class="number">
                Before
              </th>
              <th scope="col" class="number">
                After
              </th>
              <th scope="col" class="number">
                Change
              </th>
              <th scope="col" class="number">
                Goldens
              </th>
            </tr>
          </thead>
          <tbody>
            {metrics.map((metric) => {
              const { name, unit, before, after, n } = metric
              const format = unit === 'ms' ? milliseconds : percent
              return (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td class="number">{format(before)}</td>
                  <td class="number">{format(after)}</td>
                  <td class={`number ${toneOf(metric)}`}>{changeText(metric)}</td>
                  <td class="number">{n}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
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
