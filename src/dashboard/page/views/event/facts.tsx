import type { ComponentChildren } from 'preact'
import type { EventDetail } from '../../../../../schemas/generated/dashboard.ts'
import { Card } from '../../components/card.tsx'
import { EventsLink } from '../../components/events-link.tsx'
import { Text } from '../../components/text.tsx'
import { dateTime, decimal, milliseconds } from '../../../format.ts'

/** Facts of an event in words and numbers; those that are links lead to the events that share them. */
export function Facts({ event: { row, tokens, timings } }: { event: EventDetail }) {
  const shared = (name: string, value: string | null) =>
    value === null ? null : (
      <EventsLink query={{ [name]: value }}>
        <Text value={value} max={200} />
      </EventsLink>
    )
  const facts: [string, ComponentChildren][] = [
    ['Time', dateTime(row.time)],
    ['Run', shared('run', row.run)],
    ['Conversation', shared('conversation', row.conversation)],
    ['Source', shared('source', row.source)],
    ['Model', shared('model', row.model)],
    ['Bucket', shared('bucket', row.bucket)],
    ['Hypothesis', shared('hypothesis', row.hypothesis)],
    ['Configuration', shared('configuration', row.configuration)],
    [
      'Latency',
      row.latencyMs === null ? null : (
        <>
          {milliseconds(row.latencyMs)}
          {row.origin === 'replayed' && ' (replayed)'}
          {timings !== null && <span class="muted">{waited(timings)}</span>}
        </>
      ),
    ],
    [
      'Speed',
      timings === null || timings.tokensPerSecond === null ? null : `${decimal(timings.tokensPerSecond, 1)} tokens/s`,
    ],
    ['Tokens', tokens === null ? null : tokensText(tokens)],
    ['Attempt', row.retry === null || row.retry === 0 ? null : String(row.retry + 1)],
    ['Message', row.message === null ? null : <Text value={row.message} max={200} />],
  ]
  return (
    <Card title="Facts">
      <dl class="facts">
        {facts.map(([name, value]) =>
          value === null ? null : (
            <div key={name} class="fact">
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
    </Card>
  )
}

/** What the latency leaves out. Pure. */
function waited({ queueMs, loadMs }: NonNullable<EventDetail['timings']>): string {
  const parts = [
    ...(queueMs === null || queueMs < 1 ? [] : [`${milliseconds(queueMs)} in the queue`]),
    ...(loadMs === null || loadMs < 1 ? [] : [`${milliseconds(loadMs)} of loading the model`]),
  ]
  return parts.length === 0 ? '' : `, without ${parts.join(' and ')}`
}

function tokensText({ prompt, completion, reasoning, cached }: NonNullable<EventDetail['tokens']>): string {
  return [
    `${decimal(prompt)} prompt`,
    `${decimal(completion)} completion`,
    ...(reasoning === null ? [] : [`${decimal(reasoning)} of reasoning`]),
    ...(cached === null ? [] : [`${decimal(cached)} from the cache`]),
  ].join(', ')
}
