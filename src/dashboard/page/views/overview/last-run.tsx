import type { Overview } from '../../../../../schemas/generated/dashboard.ts'
import { Badge } from '../../components/badge.tsx'
import { EventsLink } from '../../components/events-link.tsx'
import { Text } from '../../components/text.tsx'
import { ago, dateTime } from '../../../format.ts'
import { usePage } from '../../page-context.ts'

/** When the last run was, with which result. */
export function LastRunLine({ lastRun, now }: { lastRun: Overview['lastRun']; now: number }) {
  const { address } = usePage()
  if (lastRun.state !== 'known') return null
  const { run, time, status, backend } = lastRun
  return (
    <p class="last-run">
      {address.query.has('run') ? 'This run' : 'Last run'}: <Badge value={status} /> {ago(time, now)}, {dateTime(time)}
      {backend !== null && <Text value={`, ${BACKENDS[backend] ?? backend}`} />}
      {run !== null && (
        <>
          {', '}
          <EventsLink query={{ run, since: 'all' }}>its events</EventsLink>
        </>
      )}
    </p>
  )
}

const BACKENDS: Readonly<Record<string, string>> = {
  live: 'measured on a server',
  embedded: 'measured on the embedded engine',
  replay: 'replayed from recordings',
  none: 'no backend answered',
}

/** What a run in progress does, by what it asks. */
const IN_PROGRESS = {
  goldens: 'Run in progress',
  hypotheses: 'Hypotheses are being tested',
  configurations: 'Configurations are being compared',
}

/** How far the run in progress is. */
export function RunInProgress({
  progress: { run, done, total, basis, only, pass, fail },
}: {
  progress: NonNullable<Overview['progress']>
}) {
  return (
    <p class="progress" role="status">
      <EventsLink query={{ run, type: 'response' }}>{IN_PROGRESS[only ?? 'goldens']}</EventsLink>: {done}
      {total === null ? '' : ` of ${total}`} replies, {pass} passed, {fail} failed{' '}
      <span class="muted">
        (<Text value={basis} max={200} />)
      </span>
      {total !== null && <progress value={done} max={total} />}
    </p>
  )
}
