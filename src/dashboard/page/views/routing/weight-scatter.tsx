import { useMemo } from 'preact/hooks'
import type { Routing, WeightPoints, Weights } from '../../../../../schemas/generated/dashboard.ts'
import { hrefTo } from '../../address.ts'
import { Answer } from '../../components/answer.tsx'
import { Card } from '../../components/card.tsx'
import { Chart, type ChartTable, MOST_ROWS } from '../../components/chart.tsx'
import type { Colours } from '../../components/chart-theme.ts'
import { Empty } from '../../components/empty.tsx'
import { dateTime, decimal } from '../../../format.ts'
import { usePage } from '../../page-context.ts'
import { goTo } from '../../use-address.ts'
import type { Loaded } from '../../use-answer.ts'

const SOURCES = ['main_model', 'embedder'] as const

/** The sources differ in more than their colour. */
const SYMBOLS = { main_model: 'circle', embedder: 'triangle' } as const

/** With more points, none of them has a shape that could be seen. */
const MANY_POINTS = 3_000

/** Weights over time, coloured by the source that answered, with the boundary. A point opens its event. */
export function WeightScatter({ weights, boundary }: { weights: Loaded<Weights> } & Pick<Routing, 'boundary'>) {
  const answer = (
    <Answer loaded={weights} hidesPartialNote>
      {({ points, total }) => <Scatter weights={points} total={total} boundary={boundary} />}
    </Answer>
  )
  return weights.data === null ? <Card title="Weights">{answer}</Card> : <div>{answer}</div>
}

/** What is drawn. */
interface Drawn extends Pick<Routing, 'boundary'> {
  weights: WeightPoints
}

function Scatter({ weights, total, boundary }: Drawn & { total: number }) {
  const { address } = usePage()
  const bySource = useMemo(() => placesBySource(weights), [weights])
  const option = useMemo(
    () => (colours: Colours) => scatterOption({ weights, bySource, boundary }, colours),
    [weights, bySource, boundary],
  )
  const table = useMemo(() => tableOf(weights), [weights])
  const count = weights.time.length
  if (count === 0)
    return (
      <Card title="Weights">
        <Empty
          reason="The time window has no reply with a weight."
          next="run the goldens: npx vitest run goldens"
          isOfWindow
        />
      </Card>
    )
  const counts = SOURCES.map((source) => `${bySource[source].length} answered by ${source}`)
  const sample = count < total ? `, a sample of ${decimal(count)} of ${decimal(total)}` : ''
  return (
    <Chart
      title="Weights"
      unit={`of each message, 0 to 1${sample}`}
      description={`${count} replies: ${counts.join(', ')}`}
      option={option}
      height={260}
      table={table}
      onSelect={({ seriesName, dataIndex }) => {
        const source = SOURCES.find((each) => each === seriesName)
        const place = source && bySource[source][dataIndex]
        const message = place === undefined ? null : (weights.message[place] ?? null)
        if (message !== null) goTo(hrefTo('event', { message }, address))
      }}
    />
  )
}

type PlacesBySource = Record<(typeof SOURCES)[number], readonly number[]>

/** The places of the points of each source. */
function placesBySource({ source, words }: WeightPoints): PlacesBySource {
  const placesOf = (name: string) => {
    const word = words.indexOf(name)
    return source.flatMap((each, place) => (each === word ? [place] : []))
  }
  return { main_model: placesOf('main_model'), embedder: placesOf('embedder') }
}

function tableOf({ time, weight, boundary, words, source, bucket, verdict }: WeightPoints): ChartTable {
  const word = (column: readonly number[], row: number) => words[column[row] ?? -1] ?? null
  return {
    columns: ['Time', 'Weight', 'Source', 'Bucket', 'Verdict', 'Boundary'],
    total: time.length,
    rows: time
      .slice(0, MOST_ROWS)
      .map((each, row) => [
        dateTime(each),
        decimal(weight[row] ?? null, 4),
        word(source, row),
        word(bucket, row),
        word(verdict, row),
        decimal(boundary[row] ?? null, 4),
      ]),
  }
}

function scatterOption(
  { weights: { time, weight }, bySource, boundary }: Drawn & { bySource: PlacesBySource },
  colours: Colours,
) {
  return {
    legend: { show: true },
    tooltip: {
      trigger: 'item' as const,
      valueFormatter: (value: unknown) => (Array.isArray(value) ? decimal(Number(value[1]), 4) : String(value)),
    },
    xAxis: timesOf(time),
    yAxis: { min: 0, max: 1 },
    series: [
      ...SOURCES.map((source) => ({
        name: source,
        type: 'scatter' as const,
        symbol: SYMBOLS[source],
        // Many points smaller than 4 are drawn as squares one by one; as one path they take ten times as long.
        symbolSize: time.length > MANY_POINTS ? 3 : 5,
        symbolKeepAspect: true,
        large: true,
        largeThreshold: MANY_POINTS,
        itemStyle: { color: colours[source], opacity: 0.6 },
        data: pairsAt(bySource[source], time, weight),
      })),
      {
        name: 'boundary',
        type: 'line' as const,
        step: 'end' as const,
        showSymbol: false,
        lineStyle: { color: colours.text, width: 1.5 },
        itemStyle: { color: colours.text },
        data: boundary.map(({ time, boundary: value }) => [time, value]),
      },
    ],
  }
}

/** Time beside the points, as a share of that between them, and at least a minute. */
const MARGIN = { share: 0.02, leastMs: 60_000 }

/** An axis with the times of the replies: the points of a few runs in a long window would all be in one place. */
function timesOf(time: readonly number[]): { min: number; max: number } {
  const [first = 0, last = 0] = [time[0], time.at(-1)]
  const margin = Math.max(MARGIN.leastMs, (last - first) * MARGIN.share)
  return { min: first - margin, max: last + margin }
}

/** Times and weights by turns. The chart copies a list of pairs one by one. */
function pairsAt(places: readonly number[], time: readonly number[], weight: readonly number[]): Float64Array {
  const pairs = new Float64Array(2 * places.length)
  for (const [index, place] of places.entries()) {
    pairs[2 * index] = time[place] ?? NaN
    pairs[2 * index + 1] = weight[place] ?? NaN
  }
  return pairs
}
