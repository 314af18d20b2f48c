import type { EventDetail } from '../../../../../schemas/generated/dashboard.ts'
import { hrefTo } from '../../address.ts'
import { Badge } from '../../components/badge.tsx'
import { Card } from '../../components/card.tsx'
import { EventsLink } from '../../components/events-link.tsx'
import { Text } from '../../components/text.tsx'
import { dateTime } from '../../../format.ts'
import { usePage } from '../../page-context.ts'

/** The messages of the conversation around the event. */
export function Conversation({ event: { conversation, previous, next, row } }: { event: EventDetail }) {
  const { address } = usePage()
  if (row.conversation === null || conversation.length < 2) return null
  const link = (message: string | null, label: string) =>
    message !== null && <a href={hrefTo('event', { message }, address)}>{label}</a>
  return (
    <Card
      title="Conversation"
      wide
      aside={
        <>
          {link(previous, '← previous message')} {link(next, 'next message →')}{' '}
          <EventsLink query={{ conversation: row.conversation }}>all as a table</EventsLink>
        </>
      }
    >
      <ol class="turns">
        {conversation.map(({ message, time, question, reply, source, verdict, current }, index) => (
          <li
            key={message ?? index}
            class={current ? 'turn current' : 'turn'}
            aria-current={current ? 'true' : undefined}
          >
            <p class="muted">
              {current || message === null ? (
                dateTime(time)
              ) : (
                <a href={hrefTo('event', { message }, address)}>{dateTime(time)}</a>
              )}{' '}
              <Text value={source ?? ''} max={40} /> <Badge value={verdict} />
            </p>
            <p class="question">
              <Text value={question} max={600} lines />
            </p>
            <p class="reply">
              <Text value={reply} max={600} lines />
            </p>
          </li>
        ))}
      </ol>
    </Card>
  )
}
