import type { Adaptation } from '../../../../../schemas/generated/dashboard.ts'
import { Card } from '../../components/card.tsx'
import { Text } from '../../components/text.tsx'
import { dateTime, decimal } from '../../format.ts'

/** The moves of the boundary with their reasons, the newest first. */
export function Adaptations({ adaptations }: { adaptations: readonly Adaptation[] }) {
  return (
    <Card title="Adaptations" wide>
      {adaptations.length === 0 ? (
        <p class="muted">The boundary has not moved in this time.</p>
      ) : (
        <div class="data-table" tabIndex={0} role="region" aria-label="Adaptations">
          <table>
            <thead>
              <tr>
                <th scope="col">Time</th>
                <th scope="col">Boundary</th>
                <th scope="col">Policy</th>
                <th scope="col" class="number">
                  Evidence
                </th>
                <th scope="col">Reason</th>
              </tr>
            </thead>
            <tbody>
              {adaptations.map(({ time, from, to, policy, evidence, reason }) => (
                <tr key={`${time} ${to}`}>
                  <td>{dateTime(time)}</td>
                  <td>
                    {decimal(from, 4)} → {decimal(to, 4)}
                  </td>
                  <td>
                    <Text value={policy} max={40} />
                  </td>
                  <td class="number">{decimal(evidence, 2)}</td>
                  <td>
                    <Text value={reason} max={400} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  )
}
