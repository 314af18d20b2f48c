import { useMemo } from 'preact/hooks'
import { printable } from '../../../../text/printable.ts'
import type { EventDetail } from '../../../../../schemas/generated/dashboard.ts'
import { hrefTo } from '../../address.ts'
import { verdictSign } from '../../components/badge.tsx'
import { Card } from '../../components/card.tsx'
import { Command, Empty } from '../../components/empty.tsx'
import { EventsLink } from '../../components/events-link.tsx'
import { Text } from '../../components/text.tsx'
import { TimeChart, type TimeSeries, timeUnit } from '../../components/time-chart.tsx'
import { WordDiff } from '../../components/word-diff.tsx'
import { dateTime, milliseconds, percent } from '../../../format.ts'
import { usePage } from '../../page-context.ts'

/** The golden of an event: its place, its reply in the baseline, and its replies over time. */
export function GoldenCards({ event }: { event: EventDetail }) {
  const { golden, baseline, overTime } = event
  if (golden === null) return null
  return (
    <>
      <Place golden={golden} />
      {baseline !== null && <Baseline baseline={baseline} row={event.row} />}
      {overTime.length > 0 && <OverTime event={event} />}
    </>
  )
}

function Place({
  golden: { set, id, trait, file, line, changed, vitestUi },
}: {
  golden: NonNullable<EventDetail['golden']>
}) {
  return (
    <Card title="Golden" aside={changed && <span class="badge">changed since</span>}>
      <dl class="facts">
        <dt>Golden</dt>
        <dd>
          <EventsLink query={{ golden: id, ...(set !== '' && { set }) }}>
            <Text value={id} max={200} />
          </EventsLink>
        </dd>
        <dt>Set</dt>
        <dd>{set === '' ? <span class="muted">not logged</span> : <Text value={set} max={200} />}</dd>
        <dt>Trait</dt>
        <dd>
          <Text value={trait} max={200} />
        </dd>
        <dt>File</dt>
        <dd>
          {file === null ? (
            <span class="muted">no golden set of the project has it</span>
          ) : (
            <code>
              <Text value={`${file}:${line ?? 1}`} max={400} />
            </code>
          )}
        </dd>
        <dt>Vitest UI</dt>
        <dd>
          {vitestUi !== null ? (
            <a href={vitestUi} target="_top">
              open its test
            </a>
          ) : (
            <Command text={`it does not run here; start it: npx vitest --ui -t ${JSON.stringify(id)}`} />
          )}
        </dd>
      </dl>
    </Card>
  )
}

function Baseline({
  baseline,
  row: { latencyMs, origin },
}: {
  baseline: NonNullable<EventDetail['baseline']>
  row: EventDetail['row']
}) {
  if (baseline.state !== 'known')
    return (
      <Card title="In the baseline">
        <Empty reason={baseline.reason} next={baseline.next} />
      </Card>
    )
  const { golden, stale, latencyChange, words, label } = baseline
  const isSame = words.every(({ kind }) => kind === 'same')
  return (
    <Card title="In the baseline" aside={<Text value={label} max={100} />}>
      {stale && <p class="badge">question or expectation changed, so the two are not comparable</p>}
      <dl class="facts">
        <dt>Passed</dt>
        <dd>
          {golden.passed} of {golden.judged}
        </dd>
        <dt>Latency</dt>
        <dd>
          {milliseconds(golden.latencyMs, latencyMs)} → {milliseconds(latencyMs, golden.latencyMs)}
          {latencyChange !== null && (
            <span class={latencyChange > 0 ? 'worse' : 'better'}>
              {' '}
              ({latencyChange > 0 ? '+' : ''}
              {percent(latencyChange)}, {latencyChange > 0 ? 'slower' : 'faster'})
            </span>
          )}{' '}
          <span class="muted">
            baseline {golden.origin}
            {origin !== null && <Text value={`, this reply ${origin}`} max={40} />}
          </span>
        </dd>
        <dt>Source</dt>
        <dd>
          <Text value={`${golden.source}, ${golden.model}`} max={200} />
        </dd>
      </dl>
      <h3>{words.length === 0 ? 'No reply to compare' : isSame ? 'The same reply' : 'Words that differ'}</h3>
      {words.length > 0 && <WordDiff words={words} />}
    </Card>
  )
}

function OverTime({ event: { overTime, row } }: { event: EventDetail }) {
  const { address } = usePage()
  const series = useMemo(
    (): TimeSeries[] => [
      {
        name: 'latency',
        colour: 'accent',
        points: overTime.map(({ time, latencyMs }) => ({ time, value: latencyMs })),
      },
    ],
    [overTime],
  )
  return (
    <Card title="The golden over time" aside={`the last ${overTime.length} replies`} wide>
      <ol class="strip" aria-label="Verdicts over time">
        {overTime.map(({ message, verdict, time, source, latencyMs }, index) => {
          const answeredBy = printable(source ?? 'unknown source', { max: 40 })
          const label = `${dateTime(time)} ${verdict ?? 'no verdict'}, ${answeredBy}, ${milliseconds(latencyMs)}`
          const look = `cell ${verdict ?? ''} ${message === row.message ? 'current' : ''}`
          return (
            <li key={index}>
              {message === null ? (
                <span class={look} title={label}>
                  {verdictSign(verdict)}
                </span>
              ) : (
                <a
                  class={look}
                  href={hrefTo('event', { message }, address)}
                  title={label}
                  aria-label={label}
                  aria-current={message === row.message ? 'true' : undefined}
                >
                  {verdictSign(verdict)}
                </a>
              )}
            </li>
          )
        })}
      </ol>
      <p class="muted">
        Each square is a reply, the newest last: ✓ pass, ✗ fail, – no reply, ? not judged. It leads to its event.
      </p>
      {overTime.length > 1 && (
        <TimeChart title="Latency of the golden" unit={timeUnit} series={series} format={milliseconds} height={160} />
      )}
    </Card>
  )
}
