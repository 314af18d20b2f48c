import { hrefTo, type ViewName } from '../address.ts'
import { usePage } from '../page-context.ts'

const PAGES: readonly { view: ViewName; label: string }[] = [
  { view: 'overview', label: 'Overview' },
  { view: 'hypotheses', label: 'Hypotheses' },
  { view: 'routing', label: 'Routing' },
  { view: 'events', label: 'Drill-down' },
  { view: 'settings', label: 'Settings' },
  { view: 'goldens', label: 'Goldens over time' },
  { view: 'comparison', label: 'Comparison' },
]

/** What an address shows that names no page. */
export function UnknownView() {
  const { address } = usePage()
  return (
    <>
      <p>The dashboard has no page of this address. Its pages:</p>
      <ul>
        {PAGES.map(({ view, label }) => (
          <li key={view}>
            <a href={hrefTo(view, {}, address)}>{label}</a>
          </li>
        ))}
      </ul>
    </>
  )
}
