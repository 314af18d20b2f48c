import type { Overview } from '../../../../schemas/generated/dashboard.ts'
import { counted } from '../../../text/counted.ts'
import { hrefToTab } from '../address.ts'
import { Answer } from '../components/answer.tsx'
import { Empty } from '../components/empty.tsx'
import { Notes } from '../components/notes.tsx'
import { ago, bytes, decimal } from '../../format.ts'
import { EVENT_FILTER } from '../filter.ts'
import { usePage } from '../page-context.ts'
import { originsOf } from '../../figure-notes.ts'
import { windowName } from '../time-window.ts'
import { requestQuery, useAnswer } from '../use-answer.ts'
import { Changes } from './overview/changes.tsx'
import { OverviewFigures } from './overview/figures.tsx'
import { HeadlineLine } from './overview/headline.tsx'
import { LastRunLine, RunInProgress } from './overview/last-run.tsx'
import { Objectives } from './overview/objectives.tsx'
import { Problems } from './overview/problems.tsx'
import { Trends } from './overview/trends.tsx'

/** The tab Overview. */
export function OverviewView() {
  const { address } = usePage()
  const query = requestQuery(address.query)
  // Which list is shown is a matter of the page.
  query.delete('show')
  const loaded = useAnswer('overview', query)
  return <Answer loaded={loaded}>{(overview) => <Content overview={overview} />}</Answer>
}

function Content({ overview }: { overview: Overview }) {
  const { log, figures, changes, notes } = overview
  const { address, source } = usePage()
  // A static export may be opened days later.
  const now = source.isExport ? Date.now() : overview.now
  return (
    <>
      <HeadlineLine headline={overview.headline} />
      <LastRunLine lastRun={overview.lastRun} now={now} />
      <Problems problems={overview.problems} />
      {overview.progress !== null && <RunInProgress progress={overview.progress} />}
      {log.state !== 'known' ? (
        <Empty reason={log.reason} next={log.next} />
      ) : log.events === 0 ? (
        <Empty reason="The time window has no event." next="run the goldens: npx vitest run goldens" isOfWindow />
      ) : figures.replies + figures.unmeasured === 0 && address.query.has('run') ? (
        <p class="muted">
          No reply of this run counts here: figures and trends are those of goldens and live conversations, not of{' '}
          <HypothesesLink />.
        </p>
      ) : (
        <>
          <p class="muted">
            {windowName(address.query, source.usualWindow)}, {originsOf(figures)}: the figures and trends of goldens and
            live conversations. Replies to <HypothesesLink /> do not count here.
          </p>
          <OverviewFigures figures={figures} />
          <div class="grid">
            <Changes changes={changes} />
            <Objectives objectives={overview.objectives} />
            <Trends overview={overview} />
          </div>
          <p class="muted">
            {decimal(log.events)} {log.events === 1 ? 'event' : 'events'} of the time window
            {EVENT_FILTER.some((name) => address.query.has(name)) && ' that match the filter'}, the last{' '}
            {ago(log.last, now)}. The whole log is {counted(log.files, 'file')} of {bytes(log.bytes)}.
          </p>
        </>
      )}
      <Notes notes={[...notes, ...(log.state === 'known' ? log.notes : [])]} />
    </>
  )
}

function HypothesesLink() {
  const { address } = usePage()
  return <a href={hrefToTab('hypotheses', address)}>hypotheses and compared configurations</a>
}
