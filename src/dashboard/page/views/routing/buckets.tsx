import type { Router, Routing } from '../../../../../schemas/generated/dashboard.ts'
import { Card } from '../../components/card.tsx'
import { Text } from '../../components/text.tsx'
import { decimal, milliseconds, percent } from '../../format.ts'

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
  buckets,
  logSplit,
  repeated,
}: { arms: readonly Arm[]; split: Router['split'] | null } & Pick<Routing, 'buckets' | 'logSplit' | 'repeated'>) {
  return (
    <Card title="Buckets" wide>
      <div class="two">
        {arms.length > 0 && (
          <div>
            <h3>In the router's state</h3>
            <table>
              <thead>
                <tr>
                  <th scope="col">Fact</th>
                  {arms.map(({ bucket }) => (
                    <th key={bucket} scope="col" class="number">
                      {bucket}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {FACTS.map(({ name, of }) => (
                  <tr key={name}>
                    <th scope="row">{name}</th>
                    {arms.map((arm) => (
                      <td key={arm.bucket} class="number">
                        {of(arm)}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
            {split !== null && <Ratio split={split} of="the state" />}
          </div>
        )}
        <div>
          <h3>In the log, in the chosen time</h3>
          {buckets.length === 0 ? (
            <p class="muted">No reply with a bucket.</p>
          ) : (
            <table>
              <thead>
                <tr>
                  <th scope="col">Bucket</th>
                  {['Replies', 'Pass rate', 'p50', 'p95'].map((name) => (
                    <th key={name} scope="col" class="number">
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {buckets.map(({ value, count, passRate, p50Ms, p95Ms }) => (
                  <tr key={value}>
                    <th scope="row">
                      <Text value={value} max={30} />
                    </th>
                    <td class="number">{decimal(count)}</td>
                    <td class="number">{percent(passRate)}</td>
                    <td class="number">{milliseconds(p50Ms)}</td>
                    <td class="number">{milliseconds(p95Ms)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          {logSplit !== null && <Ratio split={logSplit} of="the log" />}
          {repeated > 0 && (
            <p class="muted">
              {decimal(repeated)} replies to goldens and hypotheses are not in the check, because they ask in the same
              conversations in each run.
            </p>
          )}
        </div>
      </div>
    </Card>
  )
}

function Ratio({ split: { control, treatment, expected, p, warning }, of }: { split: Router['split']; of: string }) {
  return (
    <p class={warning === null ? 'muted' : 'worse'}>
      Sample ratio in {of}: {decimal(control)} conversations in control, {decimal(treatment)} in treatment, expected{' '}
      {percent(expected)} in control, p {decimal(p, 4)}.{' '}
      {warning === null ? 'As expected.' : <Text value={warning} max={400} />}
    </p>
  )
}
