import { hrefToTab, type ViewName } from '../address.ts'
import { usePage } from '../page-context.ts'

const LINKS: readonly { view: ViewName; label: string }[] = [
  { view: 'overview', label: 'Now' },
  { view: 'goldens', label: 'Goldens over time' },
  { view: 'comparison', label: 'Comparison' },
]

/** The views of the tab Overview. */
export function SubTabs() {
  const { address } = usePage()
  if (!LINKS.some(({ view }) => view === address.view)) return null
  return (
    <nav class="sub-tabs" aria-label="Views of the overview">
      {LINKS.map(({ view, label }) => (
        <a key={view} href={hrefToTab(view, address)} aria-current={view === address.view ? 'page' : undefined}>
          {label}
        </a>
      ))}
    </nav>
  )
}
