import type { HypothesisBatch } from '../../../../../schemas/generated/dashboard.ts'
import { hrefTo } from '../../address.ts'
import { Badge } from '../../components/badge.tsx'
import { Card } from '../../components/card.tsx'
import { Text } from '../../components/text.tsx'
import { dateTime, decimal } from '../../format.ts'
import { usePage } from '../../page-context.ts'

/** The runs of hypotheses, the newest first. */
export function Batches({ batches }: { batches: readonly HypothesisBatch[] }) {
  const { address } = usePage()
  if (batches.length === 0) return null
  return (
    <Card title="Batches" wide>
      <div class="data-table" tabIndex={0} role="region" aria-label="Batches of hypotheses">
        <table>
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col">Status</th>
              <th scope="col">Backend</th>
              {['Hypotheses', 'Supported', 'Not supported', 'Inconclusive', 'Not measured', 'Not run', 'Alpha'].map(
                (name) => (
                  <th key={name} scope="col" class="number">
                    {name}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {batches.map((batch) => (
              <tr key={`${batch.time} ${batch.run}`}>
                <td>
                  <a href={hrefTo('events', { run: batch.run }, address)}>{dateTime(batch.time)}</a>
                </td>
                <td>
                  <Badge value={batch.status} />
                </td>
                <td>
                  <Text value={batch.backend} max={20} />
                </td>
                <td class="number">{batch.family}</td>
                <td class="number">{batch.supported}</td>
                <td class="number">{batch.notSupported}</td>
                <td class="number">{batch.inconclusive}</td>
                <td class="number">{batch.unmeasured}</td>
                <td class="number">{batch.notRun}</td>
                <td class="number">{decimal(batch.alpha, 4)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}
