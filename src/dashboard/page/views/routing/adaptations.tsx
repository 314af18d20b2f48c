import type { Adaptation } from '../../../../../schemas/generated/dashboard.ts'
import { Card } from '../../components/card.tsx'
import { Command } from '../../components/empty.tsx'
import { Rows } from '../../components/rows.tsx'
import { Text } from '../../components/text.tsx'
import { Time } from '../../components/time.tsx'
import { counted } from '../../../../text/counted.ts'
import { decimal } from '../../../format.ts'
import { hrefTo } from '../../address.ts'
import { usePage } from '../../page-context.ts'

/** Rows that are shown: a thousand take longer to lay out than the charts of the tab. */
const MOST = 100

/** The moves of the boundary with their reasons, the newest first. */
export function Adaptations({ adaptations }: { adaptations: readonly Adaptation[] }) {
  const { address } = usePage()
  const others = adaptations.length - MOST
  return (
    <Card title="Adaptations" wide>
      {adaptations.length === 0 ? (
        <p class="muted">
          <Command text="The boundary did not move in this time window, according to the log and the state of the router. See what would move it: npx aios router" />
        </p>
      ) : (
        <Rows
          caption="Adaptations"
          isLong
          columns={['Time', 'Boundary', 'Policy', { number: 'Evidence' }, 'Reason']}
          rows={adaptations
            .slice(0, MOST)
            .map(({ time, from, to, policy, evidence, reason }) => [
              <Time value={time} />,
              `${decimal(from, 4)} → ${decimal(to, 4)}`,
              <Text value={policy} max={40} />,
              decimal(evidence, 2),
              <Text value={reason} max={400} />,
            ])}
        />
      )}
      {others > 0 && (
        <p class="muted">
          and {counted(others, 'earlier move')}:{' '}
          <a href={hrefTo('events', { type: 'routing_adaptation' }, address)}>all in Drill-down</a>
        </p>
      )}
    </Card>
  )
}
