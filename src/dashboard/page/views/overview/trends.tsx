import { useMemo } from 'preact/hooks'
import type { Overview, Split } from '../../../../../schemas/generated/dashboard.ts'
import { counted } from '../../../../text/counted.ts'
import { type ChartBar, Bars } from '../../components/bars.tsx'
import type { Colours } from '../../components/chart-theme.ts'
import { TimeChart, type TimeSeries } from '../../components/time-chart.tsx'
import { decimal, milliseconds, percent } from '../../../format.ts'

/** The trends of the replies, and how they are split. */
export function Trends({
  overview: { window, series, buckets, sources, activity, activityEveryMs },
}: {
  overview: Overview
}) {
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
          <TimeChart title="Pass rate" unit={`% passed${perRun}`} series={lines.pass} format={percent} max={1} />
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

function barOf({ value, count, unmeasured, passRate, p95Ms }: Split, colour: keyof Colours): ChartBar {
  const lost = unmeasured === 0 ? '' : `, ${counted(unmeasured, 'question')} without a reply`
  return {
    name: value,
    value: count - unmeasured,
    colour,
    note: `pass rate ${percent(passRate)}, p95 ${milliseconds(p95Ms)}${lost}`,
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
