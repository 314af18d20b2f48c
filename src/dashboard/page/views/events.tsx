import { useMemo } from 'preact/hooks'
import type { EventRow } from '../../../../schemas/generated/dashboard.ts'
import { type Address, hrefTo, hrefWith } from '../address.ts'
import { Empty } from '../components/empty.tsx'
import { PartialNote } from '../components/partial-note.tsx'
import { Table } from '../components/table.tsx'
import { decimal } from '../../format.ts'
import { usePage } from '../page-context.ts'
import { goTo } from '../use-address.ts'
import { ColumnMenu } from './events/column-menu.tsx'
import { shownColumns } from './events/columns.tsx'
import { Filters } from './events/filters.tsx'
import { filterOf, rowsQuery, tableParams } from './events/query.ts'
import { useRows } from './events/use-rows.ts'

/** The tab Drill-down: the event table. */
export function EventsView() {
  const { source, address } = usePage()
  const query = rowsQuery(address.query)
  const rows = useRows(query)
  const named = address.query.get('columns')
  const columns = useMemo(() => shownColumns(named, innerWidth < 700), [named])
  const sort = {
    by: address.query.get('sort') ?? 'time',
    descending: address.query.get('order') !== 'asc',
  }
  const at = Number(address.query.get('at') ?? NaN)
  const total = rows.total ?? 0
  return (
    <>
      <Filters />
      {rows.partial !== null && <PartialNote partial={rows.partial} />}
      <div class="table-tools">
        <p class="muted" role="status">
          {rows.total === null ? (
            <span class={rows.problem === null ? 'loading' : ''}>Loading…</span>
          ) : (
            <>
              {!rows.isCurrent && <span class="loading">Loading… </span>}
              {total === 1 ? '1 event' : `${decimal(total)} events`}
              {source.isExport && ', those that the export contains'}
            </>
          )}
        </p>
        <ColumnMenu shown={columns.map(({ name }) => name)} />
        {!source.isExport &&
          (['csv', 'ndjson'] as const).map((format) => (
            <a
              key={format}
              class="button"
              href={`api/export.${format}?${filterOf(address.query)}`}
              download={`events.${format}`}
            >
              {format.toUpperCase()}
            </a>
          ))}
      </div>
      {rows.problem !== null && <Empty kind="error" reason={rows.problem.error} next={rows.problem.next} />}
      {rows.empty !== null ? (
        <Empty reason={rows.empty.reason} next={rows.empty.next} isOfWindow />
      ) : (
        rows.total !== null && (
          <Table
            label="Events"
            columns={columns}
            total={total}
            rowAt={rows.rowAt}
            onRange={rows.show}
            height={Math.max(320, innerHeight - 290)}
            rowsOf={query.toString()}
            sort={sort}
            onSort={(by) => {
              // Failures come first at the first click.
              const isAscending = by === sort.by ? sort.descending : by === 'verdict'
              goTo(hrefWith(address, { sort: by, order: isAscending ? 'asc' : null, at: null }))
            }}
            {...(at < total && { selected: at })}
            onOpen={(row, index) => {
              // The back button leads to the row.
              goTo(hrefWith(address, { at: String(index) }), { replace: true })
              goTo(hrefOf(row, index, address))
            }}
          />
        )
      )}
      <p class="muted keys">
        <kbd>j</kbd> <kbd>k</kbd> next and previous row, <kbd>Enter</kbd> opens it
      </p>
    </>
  )
}

/** Where a row leads: to the event, or to the view that is about events without a message. */
function hrefOf({ message, type, run, hypothesis }: EventRow, index: number, address: Address): string {
  if (message !== null) {
    const event: Address = { view: 'event', query: new URLSearchParams() }
    return hrefWith(event, { ...tableParams(address.query), message, at: String(index) })
  }
  if (type === 'routing_adaptation') return hrefTo('routing', {}, address)
  if (hypothesis !== null || type === 'hypothesis_batch') return hrefTo('hypotheses', {}, address)
  return hrefTo('events', run === null ? {} : { run }, address)
}
