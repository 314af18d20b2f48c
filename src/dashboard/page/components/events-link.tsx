import type { ComponentChildren } from 'preact'
import { hrefTo } from '../address.ts'
import { decimal } from '../../format.ts'
import { usePage } from '../page-context.ts'

/** A link to events. In a static export that does not have all of them it says how many it opens. */
export function EventsLink({
  query,
  children,
}: {
  query: Readonly<Record<string, string | readonly string[]>>
  children: ComponentChildren
}) {
  const { address, source } = usePage()
  const href = hrefTo('events', query, address)
  const held = source.held(new URLSearchParams(href.split('?')[1]))
  return (
    <>
      <a href={href}>{children}</a>
      {held !== null && (
        <span class="muted">
          {' '}
          ({decimal(held.events)}
          {held.total !== null && ` of ${decimal(held.total)}`} in this file)
        </span>
      )}
    </>
  )
}
