import type { Router } from '../../../../../schemas/generated/dashboard.ts'
import { Badge } from '../../components/badge.tsx'
import { Card, Figure, Figures } from '../../components/card.tsx'
import { Text } from '../../components/text.tsx'
import { ago, decimal } from '../../format.ts'

/** Why the boundary moves or stays: the policy's evidence beside its thresholds. */
export function PolicyCard({ router }: { router: Router }) {
  const { policy, off, boundary, stored, drift, maxDrift, updatedAt, reason, wouldChange, isEarly } = router
  const isBeyond = drift > maxDrift + 1e-9
  const beyond = `The state has the boundary ${decimal(stored, 4)}, which is beyond the limit; the router uses ${decimal(boundary, 4)}.`
  const warnings = [isBeyond ? beyond : null, router.contradiction, router.split.warning].filter(
    (warning) => warning !== null,
  )
  return (
    <Card title="Router" wide aside={<Text value={`state of ${ago(updatedAt, Date.now())}`} />}>
      <Figures>
        <Figure name="Boundary of treatment" value={decimal(boundary, 4)} note="control stays at 0.5" />
        <Figure name="Drift" value={decimal(drift, 4)} note={`at most ${decimal(maxDrift, 4)}`} />
        <Figure name="Policy" value={policy} note={off === null ? 'adaptation is on' : 'adaptation is off'} />
      </Figures>
      <p>
        <strong>Why:</strong> <Text value={reason} max={500} />
      </p>
      {off !== null && (
        <p>
          Adaptation is off: <Text value={off} max={300} />
        </p>
      )}
      {wouldChange !== null && (
        <p class="muted">
          <Text value={wouldChange} max={500} />
        </p>
      )}
      {warnings.map((warning) => (
        <p key={warning} class="worse">
          <Text value={warning} max={500} />
        </p>
      ))}
      <div class="two">
        <Rules rules={router.rules} />
        <Candidates candidates={router.candidates} isEarly={isEarly} />
      </div>
    </Card>
  )
}

function Rules({ rules }: { rules: Router['rules'] }) {
  return (
    <div>
      <h3>Conditions</h3>
      <table>
        <thead>
          <tr>
            <th scope="col">Condition</th>
            <th scope="col" class="number">
              Value
            </th>
            <th scope="col">Threshold</th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          {rules.map(({ name, value, threshold, direction, met }) => (
            <tr key={name}>
              <td>{name}</td>
              <td class="number">{decimal(value, 3)}</td>
              <td>
                {direction} {decimal(threshold, 3)}
              </td>
              <td>
                <Badge value={value === null ? null : met ? 'met' : direction === 'at least' ? 'open' : 'missed'} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Candidates({ candidates, isEarly }: { candidates: Router['candidates']; isEarly: boolean }) {
  return (
    <div>
      <h3>Other boundaries</h3>
      {isEarly && <p class="muted">There are too few outcomes to interpret these figures.</p>}
      {candidates.length === 0 ? (
        <p class="muted">The policy names none.</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">Boundary</th>
              <th scope="col" class="number">
                Gain a message
              </th>
              <th scope="col" class="number">
                Evidence
              </th>
              <th scope="col" class="number">
                Needed
              </th>
              <th scope="col">Refused</th>
            </tr>
          </thead>
          <tbody>
            {candidates.map(({ boundary, gain, evidence, needed, refused }) => (
              <tr key={boundary}>
                <td>{decimal(boundary, 4)}</td>
                <td class="number">{decimal(gain, 4)}</td>
                <td class="number">{decimal(evidence, 2)}</td>
                <td class="number">{decimal(needed, 2)}</td>
                <td>{refused !== null && <Text value={refused} max={200} />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}
