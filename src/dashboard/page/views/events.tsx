import type { EventRow } from '../../../../schemas/generated/dashboard.ts'
import { hrefTo } from '../address.ts'
import { Answer } from '../components/answer.tsx'
import { Badge } from '../components/badge.tsx'
import { Empty } from '../components/empty.tsx'
import { type Column, Table } from '../components/table.tsx'
import { Text } from '../components/text.tsx'
import { dateTime, decimal, milliseconds } from '../format.ts'
import { usePage } from '../page-context.ts'
import { goTo } from '../use-address.ts'
import { useAnswer } from '../use-answer.ts'

const COLUMNS: readonly Column<EventRow>[] = [
  { name: 'time', title: 'Time', width: '11rem', cell: ({ time }) => dateTime(time) },
  { name: 'type', title: 'Type', width: '9rem', cell: ({ type }) => <Text value={type} max={40} /> },
  { name: 'verdict', title: 'Verdict', width: '8rem', cell: ({ verdict }) => <Badge value={verdict} /> },
  { name: 'golden', title: 'Golden', width: '9rem', cell: ({ golden }) => <Text value={golden ?? ''} max={60} /> },
  { name: 'source', title: 'Source', width: '7rem', cell: ({ source }) => <Text value={source ?? ''} max={20} /> },
  {
    name: 'latency',
    title: 'Latency',
    width: '6rem',
    isNumber: true,
    cell: ({ latencyMs }) => milliseconds(latencyMs),
  },
  { name: 'text', title: 'Text', width: 'minmax(14rem, 1fr)', cell: ({ text }) => <Text value={text} max={200} /> },
]

/** The tab Drill-down: the event table. */
export function EventsView() {
  const { address } = usePage()
  const loaded = useAnswer('events')
  return (
    <Answer loaded={loaded}>
      {({ total, rows, empty }) => (
        <>
          <p class="muted">{decimal(total)} events</p>
          {empty !== null ? (
            <Empty reason={empty.reason} next={empty.next} />
          ) : (
            <Table
              label="Events"
              columns={COLUMNS}
              total={rows.length}
              rowAt={(index) => rows[index] ?? null}
              onOpen={({ message }) => {
                if (message !== null) goTo(hrefTo('event', { message }, address))
              }}
            />
          )}
        </>
      )}
    </Answer>
  )
}
