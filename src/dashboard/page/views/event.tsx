import { useMemo } from 'preact/hooks'
import type { EventDetail } from '../../../../schemas/generated/dashboard.ts'
import { hrefWith } from '../address.ts'
import { Answer } from '../components/answer.tsx'
import { Badge } from '../components/badge.tsx'
import { Bars } from '../components/bars.tsx'
import { Card } from '../components/card.tsx'
import { JsonTree } from '../components/json-tree.tsx'
import { Text } from '../components/text.tsx'
import { dateTime, decimal, probability } from '../../format.ts'
import { usePage } from '../page-context.ts'
import { goTo } from '../use-address.ts'
import { useAnswer } from '../use-answer.ts'
import { Conversation } from './event/conversation.tsx'
import { Facts } from './event/facts.tsx'
import { GoldenCards } from './event/golden.tsx'
import { Labels } from './event/labels.tsx'
import { LongText } from './event/long-text.tsx'
import { useKeys } from '../use-keys.ts'
import { useNeighbours } from './event/use-neighbours.ts'
import { Verdict } from './event/verdict.tsx'
import { Waterfall } from './event/waterfall.tsx'
import { tableParams } from './events/query.ts'

/** One event in full. */
export function EventView() {
  const { address } = usePage()
  const message = address.query.get('message') ?? ''
  const loaded = useAnswer('event', { message })
  const { previous, next, place } = useNeighbours(address, message)
  const table = hrefWith({ view: 'events', query: new URLSearchParams() }, tableParams(address.query))
  useKeys({
    j: next === null ? null : () => goTo(next),
    k: previous === null ? null : () => goTo(previous),
    Escape: () => goTo(table),
  })
  return (
    <>
      <nav class="steps" aria-label="Events">
        <a href={table}>
          All events <kbd>Esc</kbd>
        </a>
        {previous !== null && (
          <a href={previous} rel="prev">
            Previous <kbd>k</kbd>
          </a>
        )}
        {next !== null && (
          <a href={next} rel="next">
            Next <kbd>j</kbd>
          </a>
        )}
        {place !== null && (
          <span class="muted">
            {decimal(place.row)} of {decimal(place.total)}
          </span>
        )}
      </nav>
      <Answer loaded={loaded}>{(event) => <Content key={message} event={event} message={message} />}</Answer>
    </>
  )
}

function Content({ event, message }: { event: EventDetail; message: string }) {
  const { source } = usePage()
  const meta = useAnswer('meta', {})
  const { row, question, reply, reasoning, timings } = event
  const isReply = row.type === 'response' && row.verdict !== 'unmeasured' && !row.older
  return (
    <>
      <p class="event-line">
        <Badge value={row.verdict} /> {row.golden !== null && <Text value={row.golden} max={120} />}{' '}
        <span class="muted">
          {dateTime(row.time)} ·{' '}
          <Text value={[row.source, row.bucket, row.model].filter((each) => each !== null).join(' · ')} max={300} />
        </span>
      </p>
      {meta.data?.label === true && isReply && !source.isExport && <Labels key={message} message={message} />}
      <div class="grid">
        <Card title="Question">
          {question === null ? (
            <Text value={row.text} lines />
          ) : (
            <LongText value={question} message={message} part="question" />
          )}
        </Card>
        <Card title="Reply">
          {reply === null ? (
            <p class="muted">There is no reply.</p>
          ) : reply.text === '' ? (
            <p class="muted">The reply is empty.</p>
          ) : (
            <LongText value={reply} message={message} part="reply" />
          )}
          {reasoning !== null && (
            <details>
              <summary>Reasoning</summary>
              <LongText value={reasoning} message={message} part="reasoning" />
            </details>
          )}
        </Card>
        <Verdict event={event} />
        <Facts event={event} />
        <Weight event={event} />
        {timings !== null && <Waterfall timings={timings} />}
        <GoldenCards event={event} />
        <Conversation event={event} />
        <Card title="Event in the log" wide>
          <JsonTree name="event" value={event.raw} />
        </Card>
      </div>
    </>
  )
}

function Weight({ event: { weight } }: { event: EventDetail }) {
  const bars = useMemo(() => (weight?.parts ?? []).map(({ name, value }) => ({ name, value })), [weight])
  if (weight === null) return null
  const { value, bucket, boundary, propensity, drawn, off } = weight
  const side =
    boundary === null
      ? ''
      : value > boundary
        ? ` is above the boundary ${decimal(boundary, 3)}`
        : ` is at most the boundary ${decimal(boundary, 3)}`
  return (
    <Card title="Route">
      <p>
        Weight {decimal(value, 3)}
        {side}
        {bucket !== null && (
          <>
            {' '}
            of the bucket <Text value={bucket} max={40} />
          </>
        )}
        {boundary !== null && `, so the router chooses ${value > boundary ? 'main_model' : 'embedder'}`}.
        {drawn && ' The experiment drew the source.'}
        {propensity !== null && ` A message like this goes to this source with probability ${probability(propensity)}.`}
        {off !== null && (
          <>
            {' '}
            Adaptation was off: <Text value={off} max={300} />.
          </>
        )}
      </p>
      {bars.length > 0 && (
        <Bars title="Parts of the weight" unit="positive: towards main_model" bars={bars} format={partText} />
      )}
    </Card>
  )
}

function partText(value: number): string {
  return decimal(value, 3)
}
