import type { HypothesisBatch } from '../../../../../schemas/generated/dashboard.ts'
import { Badge } from '../../components/badge.tsx'
import { Card } from '../../components/card.tsx'
import { EventsLink } from '../../components/events-link.tsx'
import { Rows } from '../../components/rows.tsx'
import { Text } from '../../components/text.tsx'
import { Time } from '../../components/time.tsx'
import { decimal } from '../../../format.ts'

const COUNTS = ['Hypotheses', 'Supported', 'Not supported', 'Inconclusive', 'Not measured', 'Not run', 'Alpha']

/** The runs of hypotheses, the newest first. */
export function Batches({ batches }: { batches: readonly HypothesisBatch[] }) {
  if (batches.length === 0) return null
  return (
    <Card title="Batches" wide>
      <Rows
        caption="Batches of hypotheses"
        isLong
        columns={['Time', 'Status', 'Run', 'Backend', ...COUNTS.map((number) => ({ number }))]}
        rows={batches.map((batch) => [
          <EventsLink query={{ run: batch.run }}>
            <Time value={batch.time} />
          </EventsLink>,
          <Badge value={batch.status} />,
          <Badge value={batch.runStatus} />,
          <Text value={batch.backend} max={20} />,
          batch.family,
          batch.supported,
          batch.notSupported,
          batch.inconclusive,
          batch.unmeasured,
          batch.notRun,
          decimal(batch.alpha, 4),
        ])}
      />
    </Card>
  )
}
