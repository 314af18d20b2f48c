import type { ComparedMetric, RunComparison } from '../../../../../schemas/generated/dashboard.ts'
import { counted } from '../../../../text/counted.ts'
import { hrefWith } from '../../address.ts'
import { Card } from '../../components/card.tsx'
import { Notes } from '../../components/notes.tsx'
import { Rows } from '../../components/rows.tsx'
import { Text } from '../../components/text.tsx'
import { milliseconds, percent } from '../../../format.ts'
import { usePage } from '../../page-context.ts'
import { leftOutOf } from './golden-lists.ts'

/** The metrics of both sides and their change; a change for the worse is red, whether it is more or less. */
export function Metrics({ metrics, notes, goldens }: Pick<RunComparison, 'metrics' | 'notes' | 'goldens'>) {
  const { address } = usePage()
  const leftOut = leftOutOf(goldens)
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
      {leftOut.length > 0 && (
        <p class="left-out">
          Not in these figures:{' '}
          <Text
            value={leftOut.map((each) => `${counted(each.goldens, 'golden')} (${each.reason})`).join(', ')}
            max={500}
          />
          . Show{' '}
          {[...new Set(leftOut.flatMap(({ lists }) => lists))].map((list, index) => (
            <span key={list}>
              {index > 0 && ', '}
              <a href={hrefWith(address, { show: list })}>those {list}</a>
            </span>
          ))}
          .
        </p>
      )}
      <Notes notes={notes} />
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
