import type { Link } from '../../../../../schemas/generated/dashboard.ts'
import { printable } from '../../../../text/printable.ts'
import { hrefTo } from '../../address.ts'
import { EventsLink } from '../../components/events-link.tsx'
import { usePage } from '../../page-context.ts'

/** Links to places of the page, on one line. */
export function Links({ links }: { links: readonly Link[] }) {
  return (
    <>
      {links.map((link, index) => (
        <span key={`${link.label} ${JSON.stringify(link.query)}`}>
          {index > 0 && <span class="muted"> · </span>}
          <LinkTo link={link} />
        </span>
      ))}
    </>
  )
}

function LinkTo({ link: { view, query, label } }: { link: Link }) {
  const { address } = usePage()
  const text = printable(label, { max: 120 })
  if (view === 'events') return <EventsLink query={query}>{text}</EventsLink>
  return <a href={hrefTo(view, query, address)}>{text}</a>
}
