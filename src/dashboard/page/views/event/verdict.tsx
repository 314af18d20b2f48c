import type { EventDetail } from '../../../../../schemas/generated/dashboard.ts'
import { Badge } from '../../components/badge.tsx'
import { Card } from '../../components/card.tsx'
import { Text } from '../../components/text.tsx'
import { dateTime } from '../../../format.ts'

/** The verdict with its evidence: the conditions with what missed, the reason, and the verdicts that it replaced. */
export function Verdict({ event }: { event: EventDetail }) {
  const { row, why, conditions, failure, insteadOf, judgements, golden } = event
  const isStale = golden?.changed === true
  return (
    <Card title="Verdict" aside={<Badge value={row.verdict} />}>
      {row.judge !== null && (
        <p>
          Judged by <Text value={row.judge} max={100} />
          {why === null ? '.' : '. Reason:'}
        </p>
      )}
      {why !== null && (
        <blockquote>
          <Text value={why} lines />
        </blockquote>
      )}
      {failure !== null && (
        <div class="empty error">
          <p>
            No reply: <Text value={failure.cause} max={200} />
          </p>
          <p>
            <Text value={failure.evidence} max={2_000} lines />
          </p>
          {failure.remedy !== null && (
            <p class="next">
              <Text value={failure.remedy} max={2_000} lines />
            </p>
          )}
        </div>
      )}
      {insteadOf !== null && (
        <p>
          Answered in place of <Text value={insteadOf.source} max={40} />, which failed:{' '}
          <Text value={insteadOf.cause} max={200} />. <Text value={insteadOf.evidence} max={1_000} />
        </p>
      )}
      {conditions.length > 0 && (
        <>
          <h3>Expectation</h3>
          {isStale && <p class="muted">The golden has changed since, so its conditions are not those of this reply.</p>}
          <ul class="conditions">
            {conditions.map(({ sentence, met, miss }) => (
              <li key={sentence} class={met === null ? 'open' : met ? 'met' : 'missed'}>
                <span class="mark">{met === null ? 'not checked' : met ? 'met' : 'missed'}</span>{' '}
                <span>
                  <Text value={sentence} max={1_000} />
                  {miss !== null && (
                    <span class="miss">
                      {' '}
                      found <Text value={miss} max={1_000} />
                    </span>
                  )}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {judgements.length > 1 && (
        <>
          <h3>All verdicts, the last one counts</h3>
          <ol class="judgements">
            {judgements.map(({ time, verdict, judge, why: reason }, index) => (
              <li key={index}>
                <Badge value={verdict} /> {judge === null ? 'with the reply' : <Text value={judge} max={100} />}{' '}
                <span class="muted">{dateTime(time)}</span>
                {reason !== null && (
                  <>
                    {' '}
                    <Text value={reason} max={1_000} />
                  </>
                )}
              </li>
            ))}
          </ol>
        </>
      )}
      {row.verdict === null && failure === null && <p class="muted">An event of this type has no verdict.</p>}
    </Card>
  )
}
