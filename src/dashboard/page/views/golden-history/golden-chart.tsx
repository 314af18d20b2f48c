import { useMemo } from 'preact/hooks'
import type { GoldenHistory } from '../../../../../schemas/generated/dashboard.ts'
import { hrefTo } from '../../address.ts'
import { Card } from '../../components/card.tsx'
import { EventsLink } from '../../components/events-link.tsx'
import { type Limit, TimeChart, type TimeSeries, timeUnit } from '../../components/time-chart.tsx'
import { milliseconds } from '../../../format.ts'
import { usePage } from '../../page-context.ts'
import { goTo } from '../../use-address.ts'

/** One golden over time in full; a point opens its reply. */
export function GoldenChart({ golden }: { golden: GoldenHistory }) {
  const { address } = usePage()
  const { set, id, trait, points, baselineMs } = golden
  const series = useMemo((): TimeSeries[] => {
    const of = (wanted: boolean) => points.filter(({ verdict }) => (verdict === 'fail') === wanted)
    const line = (list: typeof points) => list.map(({ time, latencyMs }) => ({ time, value: latencyMs }))
    return [
      { name: 'latency', colour: 'accent', points: line(points) },
      ...(of(true).length === 0
        ? []
        : [{ name: 'failed', colour: 'fail' as const, kind: 'point' as const, points: line(of(true)) }]),
    ]
  }, [points])
  const limits = useMemo(
    (): Limit[] => (baselineMs === null ? [] : [{ value: baselineMs, name: 'baseline' }]),
    [baselineMs],
  )
  const last = points.at(-1)?.message ?? null
  return (
    <Card
      title={`${id} (${set}, ${trait})`}
      wide
      aside={
        <>
          {last !== null && <a href={hrefTo('event', { message: last }, address)}>last reply</a>}
          {last !== null && ' · '}
          <EventsLink query={{ set, golden: id }}>all its events</EventsLink>
        </>
      }
    >
      <TimeChart
        title={`Latency of ${id}`}
        unit={timeUnit}
        series={series}
        limits={limits}
        format={milliseconds}
        onSelect={(time) => {
          const message = points.find((point) => point.time === time)?.message ?? null
          if (message !== null) goTo(hrefTo('event', { message }, address))
        }}
      />
    </Card>
  )
}
