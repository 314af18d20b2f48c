import type { Router } from '../../../../../schemas/generated/dashboard.ts'
import { Badge } from '../../components/badge.tsx'
import { Card, Figure, Figures } from '../../components/card.tsx'
import { Rows } from '../../components/rows.tsx'
import { Text } from '../../components/text.tsx'
import { ago, decimal, percent } from '../../../format.ts'

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
        <Figure
          name="Drift"
          value={decimal(drift, 4)}
          note={
            isBeyond ? (
              <span class="worse">beyond the limit of {decimal(maxDrift, 4)}</span>
            ) : (
              `limit ${decimal(maxDrift, 4)}`
            )
          }
        />
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
  if (rules.length === 0) return null
  return (
    <div>
      <h3>Conditions of a move</h3>
      <Rows
        caption="Conditions of a move"
        columns={['Condition', { number: 'Value' }, { number: 'Threshold' }, 'State']}
        rows={rules.map(({ name, value, threshold, direction, unit, met }) => {
          const format = FORMATS[unit] ?? threeDecimals
          const isLower = direction === 'at least' || direction === 'above'
          return [
            name,
            format(value),
            `${direction} ${format(threshold)}`,
            <Badge value={value === null ? null : met ? 'met' : isLower ? 'not yet' : 'missed'} />,
          ]
        })}
      />
    </div>
  )
}

function Candidates({ candidates, isEarly }: { candidates: Router['candidates']; isEarly: boolean }) {
  return (
    <div>
      <h3>Other boundaries</h3>
      {isEarly && <p class="muted">There are too few outcomes to interpret these figures.</p>}
      {candidates.length === 0 ? (
        <p class="muted">The policy compares no other boundary at present.</p>
      ) : (
        <Rows
          caption="Other boundaries"
          columns={[
            'Boundary',
            { number: 'Gain per message' },
            { number: 'Evidence' },
            { number: 'Needed' },
            'Not chosen because',
          ]}
          rows={candidates.map(({ boundary, gain, evidence, needed, refused }) => [
            decimal(boundary, 4),
            decimal(gain, 4),
            decimal(evidence, 2),
            decimal(needed, 2),
            <Text value={whyNot({ gain, evidence, needed, refused })} max={300} />,
          ])}
        />
      )}
    </div>
  )
}

/** Why a candidate is not the boundary, as the conditions of a move name it. Pure. */
function whyNot({ gain, evidence, needed, refused }: Omit<Router['candidates'][number], 'boundary'>): string {
  const lacksEvidence = evidence !== null && needed !== null && evidence < needed
  const reasons = [lacksEvidence ? 'too little evidence' : null, gain <= 0 ? 'no gain' : null, refused]
  return reasons.filter((reason) => reason !== null).join('; ')
}

/** By unit. */
const FORMATS: Readonly<Record<string, (value: number | null) => string>> = {
  share: (value) => percent(value),
  s: (value) => (value === null ? decimal(null) : `${decimal(value, 2)} s`),
}

function threeDecimals(value: number | null): string {
  return decimal(value, 3)
}
