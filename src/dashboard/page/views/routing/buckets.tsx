import type { Buckets as LogBuckets, Router } from '../../../../../schemas/generated/dashboard.ts'
import { Answer } from '../../components/answer.tsx'
import { Card } from '../../components/card.tsx'
import { Command } from '../../components/empty.tsx'
import { Rows } from '../../components/rows.tsx'
import { Text } from '../../components/text.tsx'
import { decimal, milliseconds, percent, probability } from '../../../format.ts'
import type { Loaded } from '../../use-answer.ts'

type Arm = Router['arms'][number]

const FACTS: readonly { name: string; of: (arm: Arm) => string }[] = [
  { name: 'Boundary', of: ({ boundary }) => decimal(boundary, 4) },
  { name: 'Outcomes of the experiment', of: ({ outcomes }) => decimal(outcomes) },
  { name: 'Conversations', of: ({ conversations }) => decimal(conversations) },
  { name: 'Failures', of: ({ failures }) => decimal(failures) },
  { name: 'Outcomes since the last move', of: ({ recent }) => decimal(recent) },
  {
    name: 'Quality since then',
    of: ({ quality, qualityInterval }) =>
      qualityInterval === null
        ? percent(quality)
        : `${percent(quality)} (95 %: ${percent(qualityInterval.lower)} to ${percent(qualityInterval.upper)})`,
  },
  { name: 'Mean latency', of: ({ latencyMs }) => milliseconds(latencyMs) },
  { name: 'Answered by main_model', of: ({ mainShare }) => percent(mainShare) },
  { name: 'Slow replies', of: ({ slowShare }) => percent(slowShare) },
]

/** Both buckets side by side, from the state and from the replies of the window, with the sample-ratio checks. */
export function Buckets({
  arms,
  split,
  inLog,
}: {
  arms: readonly Arm[]
  split: Router['split'] | null
  inLog: Loaded<LogBuckets>
}) {
  return (
    <Card title="Buckets" wide>
      <div class="two">
        {arms.length > 0 && (
          <div>
            <h3>In the router's state</h3>
            <Rows
              caption="Buckets in the state of the router"
              stacks
              columns={['Fact', ...arms.map(({ bucket }) => ({ number: bucket }))]}
              rows={FACTS.map(({ name, of }) => [name, ...arms.map(of)])}
            />
            {split !== null && <Ratio split={split} of="the state" />}
          </div>
        )}
        <div>
          <h3>In the log, in the chosen time</h3>
          <Answer loaded={inLog} hidesPartialNote>
            {(log) => <InLog log={log} />}
          </Answer>
        </div>
      </div>
    </Card>
  )
}

function InLog({ log: { buckets, split, repeated, note } }: { log: LogBuckets }) {
  return (
    <>
      {buckets.length === 0 ? (
        <p class="muted">
          <Command text="The time window has no reply with a bucket; run the goldens: npx vitest run goldens" />
        </p>
      ) : (
        <Rows
          caption="Buckets in the log"
          columns={['Bucket', ...['Replies', 'Pass rate', 'p50', 'p95'].map((number) => ({ number }))]}
          rows={buckets.map(({ value, count, passRate, p50Ms, p95Ms }) => [
            <Text value={value} max={30} />,
            decimal(count),
            percent(passRate),
            milliseconds(p50Ms),
            milliseconds(p95Ms),
          ])}
        />
      )}
      {split !== null && <Ratio split={split} of="the log" />}
      {repeated > 0 && (
        <p class="muted">
          {split === null
            ? 'The sample ratio is not checked: the time window has replies to goldens and hypotheses only, and each run asks those in the same conversations.'
            : `The check leaves out ${decimal(repeated)} replies to goldens and hypotheses, because each run asks in the same conversations.`}
        </p>
      )}
      {note !== null && (
        <p class="muted">
          <Text value={note} max={500} />
        </p>
      )}
    </>
  )
}

function Ratio({ split: { control, treatment, expected, p, warning }, of }: { split: Router['split']; of: string }) {
  if (control + treatment === 0) return <p class="muted">Sample ratio in {of}: no conversation yet.</p>
  return (
    <p class={warning === null ? 'muted' : 'worse'}>
      Sample ratio in {of}: {decimal(control)} conversations in control, {decimal(treatment)} in treatment, expected{' '}
      {percent(expected)} in control, p {probability(p)}.{' '}
      {warning === null ? 'As expected.' : <Text value={warning} max={400} />}
    </p>
  )
}
