import type { Candidate, RunComparison } from '../../../../schemas/generated/dashboard.ts'
import { hrefWith } from '../address.ts'
import { Answer } from '../components/answer.tsx'
import { Empty } from '../components/empty.tsx'
import { printable } from '../../../text/printable.ts'
import { dateTime } from '../../format.ts'
import { usePage } from '../page-context.ts'
import { goTo } from '../use-address.ts'
import { requestQuery, useAnswer } from '../use-answer.ts'
import { Metrics } from './comparison/metrics.tsx'
import { PairedGoldens } from './comparison/paired-goldens.tsx'

/** Parameters of the address that the server needs. */
const ASKED = ['since', 'until', 'run', 'before', 'after'] as const

/** Two runs or baselines, golden by golden. */
export function ComparisonView() {
  const { address } = usePage()
  const loaded = useAnswer('comparison', requestQuery(address.query, ASKED))
  return <Answer loaded={loaded}>{(comparison) => <Content comparison={comparison} />}</Answer>
}

function Content({ comparison }: { comparison: RunComparison }) {
  const { candidates, before, after, metrics, shared, notes, goldens, empty } = comparison
  const { address } = usePage()
  return (
    <>
      <div class="sides">
        <Side label="Before" candidates={candidates} value={before} name="before" />
        <Side label="After" candidates={candidates} value={after} name="after" />
        {before !== null && after !== null && (
          <button
            type="button"
            onClick={() => goTo(hrefWith(address, { before: after.key, after: before.key }))}
            title="Exchange the two sides"
          >
            Swap
          </button>
        )}
      </div>
      {empty === null ? (
        <>
          <Metrics metrics={metrics} notes={notes} goldens={goldens} />
          <PairedGoldens shared={shared} goldens={goldens} />
        </>
      ) : (
        <Empty reason={empty.reason} next={empty.next} isOfWindow />
      )}
    </>
  )
}

function Side({
  label,
  name,
  candidates,
  value,
}: {
  label: string
  name: 'before' | 'after'
  candidates: readonly Candidate[]
  value: Candidate | null
}) {
  const { address } = usePage()
  return (
    <label class="choice">
      <span>{label}</span>
      <select
        value={value?.key ?? ''}
        onChange={({ currentTarget }) => goTo(hrefWith(address, { [name]: currentTarget.value }))}
      >
        {value === null && <option value="">none</option>}
        {candidates.map(({ key, label: text, time }) => (
          <option key={key} value={key} selected={key === value?.key}>
            {printable(text, { max: 80 })}
            {time === null ? '' : `, ${dateTime(time)}`}
          </option>
        ))}
      </select>
    </label>
  )
}
