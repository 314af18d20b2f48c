import { useMemo } from 'preact/hooks'
import type { Link, Overview, Split } from '../../../../schemas/generated/dashboard.ts'
import { counted } from '../../../text/counted.ts'
import { hrefTo, hrefToTab } from '../address.ts'
import { Answer } from '../components/answer.tsx'
import { Badge } from '../components/badge.tsx'
import { type ChartBar, Bars } from '../components/bars.tsx'
import { Card, Figure, Figures } from '../components/card.tsx'
import type { Colours } from '../components/chart-theme.ts'
import { Command, Empty } from '../components/empty.tsx'
import { EventsLink } from '../components/events-link.tsx'
import { Text } from '../components/text.tsx'
import { TimeChart, type TimeSeries } from '../components/time-chart.tsx'
import { ago, bytes, dateTime, decimal, milliseconds, percent } from '../../format.ts'
import { countedBy, EVENT_FILTER } from '../filter.ts'
import { usePage } from '../page-context.ts'
import { windowName } from '../time-window.ts'
import { requestQuery, useAnswer } from '../use-answer.ts'
import { Changes } from './overview/changes.tsx'
import { Objectives } from './overview/objectives.tsx'

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
  const { health, log, figures, changes, notes } = overview
  const { address } = usePage()
  const flags = health.filter(({ state }) => state === 'red_flag')
  return (
    <>
      <HeadlineLine overview={overview} />
      <LastRunLine lastRun={overview.lastRun} now={overview.now} />
      {overview.progress !== null && <RunInProgress progress={overview.progress} />}
      {log.state !== 'known' ? (
        <Empty reason={log.reason} next={log.next} />
      ) : log.events === 0 ? (
        <Empty reason="The time window has no event." next="run the goldens: npx vitest run goldens" isOfWindow />
      ) : figures.replies === 0 && address.query.has('run') ? (
        <p class="muted">
          No reply of this run counts here: figures and trends are those of goldens and live conversations, not of{' '}
          <HypothesesLink />.
        </p>
      ) : (
        <>
          <p class="muted">
            {windowName(address.query)}, {originsOf(figures)}: the figures and trends of goldens and live conversations.
            Replies to <HypothesesLink /> do not count here.
          </p>
          <Figures>
            <Figure
              name="Pass rate"
              value={percent(figures.passRate)}
              note={`${decimal(figures.pass + figures.fail)} judged, ${windowName(address.query).toLowerCase()}`}
            />
            <Figure name="Latency, p50" value={milliseconds(figures.p50Ms)} note={originsOf(figures)} />
            <Figure name="Latency, p95" value={milliseconds(figures.p95Ms)} note={originsOf(figures)} />
            <Figure name="First token" value={milliseconds(figures.firstTokenMs)} note="median" />
            <Figure name="Speed" value={decimal(figures.tokensPerSecond, 1)} note="tokens/s, median" />
            <Figure name="Replies" value={decimal(figures.replies)} note={<Counts figures={figures} />} />
          </Figures>
          {flags.length > 0 && (
            <Card title="Red flags" wide>
              <ul class="flags">
                {flags.map(({ sentence, link }) => (
                  <li key={sentence}>
                    <Text value={sentence} /> {link !== null && <LinkTo link={link} />}
                  </li>
                ))}
              </ul>
            </Card>
          )}
          <div class="grid">
            <Changes changes={changes} />
            <Objectives objectives={overview.objectives} />
            <Trends overview={overview} />
          </div>
          <p class="muted">
            {decimal(log.events)} {log.events === 1 ? 'event' : 'events'} of the time window
            {EVENT_FILTER.some((name) => address.query.has(name)) && ' that match the filter'}, the last{' '}
            {ago(log.last, overview.now)}. The whole log is {counted(log.files, 'file')} of {bytes(log.bytes)}.
          </p>
        </>
      )}
      {[...notes, ...(log.state === 'known' ? log.notes : [])].map((note) => (
        <p key={note} class="muted">
          <Text value={note} max={500} />
        </p>
      ))}
    </>
  )
}

function HeadlineLine({ overview: { headline } }: { overview: Overview }) {
  const { source } = usePage()
  const { state, sentence, next, links } = headline
  return (
    <div class={`headline ${state}`} role="status" data-headline={state}>
      <p>
        <Badge value={state} /> <Text value={sentence} />{' '}
        {links.map((link, index) => (
          <span key={link.label}>
            {index > 0 && <span class="muted"> · </span>}
            <LinkTo link={link} />
          </span>
        ))}
      </p>
      {/* A reader of an export may not have the project. */}
      {!source.isExport && next !== null && (
        <p class="next">
          <Command text={next} />
        </p>
      )}
    </div>
  )
}

function LinkTo({ link: { view, query, label } }: { link: Link }) {
  const { address } = usePage()
  if (view === 'events') return <EventsLink query={query}>{label}</EventsLink>
  return <a href={hrefTo(view, query, address)}>{label}</a>
}

function LastRunLine({ lastRun, now }: { lastRun: Overview['lastRun']; now: number }) {
  const { address } = usePage()
  if (lastRun.state !== 'known') return null
  const { run, time, status, backend, failures } = lastRun
  return (
    <div class="last-run">
      <p>
        {address.query.has('run') ? 'This run' : 'Last run'}: <Badge value={status} /> {ago(time, now)},{' '}
        {dateTime(time)}
        {backend !== null && <Text value={`, ${BACKENDS[backend] ?? backend}`} />}
        {run !== null && (
          <>
            {', '}
            <EventsLink query={{ run, since: 'all' }}>its events</EventsLink>
          </>
        )}
      </p>
      {failures.length > 1 && (
        <ul class="flags">
          {failures.map((failure) => (
            <li key={failure}>
              <Text value={failure} max={500} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

const BACKENDS: Readonly<Record<string, string>> = {
  live: 'measured on a server',
  embedded: 'measured on the embedded engine',
  replay: 'replayed from recordings',
  none: 'no backend answered',
}

function RunInProgress({
  progress: { run, done, total, basis, pass, fail },
}: {
  progress: NonNullable<Overview['progress']>
}) {
  return (
    <p class="progress" role="status">
      <EventsLink query={{ run, type: 'response' }}>Run in progress</EventsLink>: {done}
      {total === null ? '' : ` of ${total}`} replies, {pass} passed, {fail} failed{' '}
      <span class="muted">
        (<Text value={basis} max={200} />)
      </span>
      {total !== null && <progress value={done} max={total} />}
    </p>
  )
}

function Trends({ overview: { window, series, buckets, sources, activity, activityEveryMs } }: { overview: Overview }) {
  const perRun = window.everyMs === null ? ', a point for each run' : ''
  const lines = useMemo(() => {
    const line = (
      name: string,
      colour: keyof Colours,
      of: (point: Overview['series'][number]) => number | null,
    ): TimeSeries => ({
      name,
      colour,
      points: series.map((point) => ({ time: point.time, value: of(point) })),
    })
    return {
      timeUnit: (time: string) => `${time}${perRun}`,
      medianUnit: (time: string) => `${time}, median${perRun}`,
      pass: [line('pass rate', 'pass', ({ passRate }) => passRate)],
      latency: [line('p50', 'accent', ({ p50Ms }) => p50Ms), line('p95', 'warn', ({ p95Ms }) => p95Ms)],
      firstToken: [line('first token', 'accent', ({ firstTokenMs }) => firstTokenMs)],
      speed: [line('tokens/s', 'accent', ({ tokensPerSecond }) => tokensPerSecond)],
    }
  }, [series, perRun])
  const activityBars = useMemo((): TimeSeries[] => {
    const points = activity.map(({ time, count }) => ({ time, value: count }))
    return [{ name: 'replies', colour: 'accent', kind: 'bar', points }]
  }, [activity])
  const bySource = useMemo(
    () => sources.map((split) => barOf(split, split.value === 'main_model' ? 'main_model' : 'embedder')),
    [sources],
  )
  const byBucket = useMemo(
    () => buckets.map((split) => barOf(split, split.value === 'control' ? 'control' : 'treatment')),
    [buckets],
  )
  return (
    <>
      {series.length < 2 ? (
        <p class="muted wide">
          {series.length === 0
            ? 'The time window has no reply that counts here.'
            : `${window.everyMs === null ? 'This is one run' : 'The replies are close together'}: trends begin with the next one.`}
        </p>
      ) : (
        <>
          <TimeChart
            title="Pass rate"
            unit={`% of judged replies${perRun}`}
            series={lines.pass}
            format={percent}
            max={1}
          />
          <TimeChart title="Latency" unit={lines.timeUnit} series={lines.latency} format={milliseconds} />
          <TimeChart
            title="Time to first token"
            unit={lines.medianUnit}
            series={lines.firstToken}
            format={milliseconds}
          />
          <TimeChart title="Speed" unit={`tokens/s, median${perRun}`} series={lines.speed} format={oneDecimal} />
        </>
      )}
      <Bars title="Replies by source" unit="replies" bars={bySource} format={decimal} />
      <Bars title="Replies by bucket" unit="replies" bars={byBucket} format={decimal} />
      {activity.length > 1 && (
        <div class="wide">
          <TimeChart
            title="Replies over time"
            unit={perTime(activityEveryMs)}
            series={activityBars}
            format={oneDecimal}
          />
        </div>
      )}
    </>
  )
}

function barOf({ value, count, passRate, p95Ms }: Split, colour: keyof Colours): ChartBar {
  return {
    name: value,
    value: count,
    colour,
    note: `pass rate ${percent(passRate)}, p95 ${milliseconds(p95Ms)}`,
  }
}

/** Such as `per hour` or `per 2 days`. Pure. */
function perTime(ms: number): string {
  const hours = ms / 3_600_000
  const [count, unit] = hours < 24 ? [hours, 'hour'] : [hours / 24, 'day']
  return count === 1 ? `per ${unit}` : `per ${decimal(count)} ${unit}s`
}

function oneDecimal(value: number | null): string {
  return decimal(value, 1)
}

function Counts({ figures: { fail, unjudged, unmeasured } }: Pick<Overview, 'figures'>) {
  const { address } = usePage()
  return (
    <>
      {fail === 0 ? '0 failed' : <EventsLink query={countedBy(address, 'fail')}>{decimal(fail)} failed</EventsLink>},{' '}
      {decimal(unjudged)} unjudged,{' '}
      {unmeasured === 0 ? (
        '0 without a reply'
      ) : (
        <EventsLink query={countedBy(address, 'unmeasured')}>{decimal(unmeasured)} without a reply</EventsLink>
      )}
    </>
  )
}

/** How many replies were measured and replayed, in words. */
function originsOf({ replies, replayed }: Overview['figures']): string {
  const of = (count: number, origin: string) => (count === 0 ? [] : [`${decimal(count)} ${origin}`])
  return [...of(replies - replayed, 'measured'), ...of(replayed, 'replayed')].join(', ')
}

function HypothesesLink() {
  const { address } = usePage()
  return <a href={hrefToTab('hypotheses', address)}>hypotheses and compared configurations</a>
}
