import { useEffect } from 'preact/hooks'
import { printable } from '../../text/printable.ts'
import { hrefTo, hrefToTab, type ViewName } from './address.ts'
import { Command } from './components/empty.tsx'
import { Choice } from './components/choice.tsx'
import { WindowPicker } from './components/window-picker.tsx'
import { dateTime } from '../format.ts'
import { usePage } from './page-context.ts'
import { REFRESH_MODES } from './refresh.ts'
import { THEME_CHOICES, type ThemeChoice } from './theme.ts'
import { useAnswer } from './use-answer.ts'

const TABS: readonly { view: ViewName; label: string; also?: readonly ViewName[] }[] = [
  { view: 'overview', label: 'Overview', also: ['goldens', 'comparison'] },
  { view: 'hypotheses', label: 'Hypotheses' },
  { view: 'routing', label: 'Routing' },
  { view: 'events', label: 'Drill-down', also: ['event'] },
  { view: 'settings', label: 'Settings' },
]

/** Tabs, time window, refresh and theme. */
export function Header({
  title,
  theme,
  onTheme,
}: {
  /** Of the view. */
  title: string
  theme: ThemeChoice
  onTheme: (choice: ThemeChoice) => void
}) {
  const { source, address, live } = usePage()
  const meta = useAnswer('meta', {})
  const project = printable(meta.data?.root.split(/[\\/]/).findLast((part) => part !== '') ?? '', { max: 40 })
  useEffect(() => {
    document.title = [title, project, 'aios dashboard'].filter((part) => part !== '').join(' · ')
  }, [title, project])
  return (
    <header class="top">
      <a class="brand" href={hrefTo('overview', {}, address)}>
        aios <span class="project">{project}</span>
      </a>
      <nav aria-label="Tabs">
        {TABS.map(({ view, label, also = [] }) => (
          <a
            key={view}
            href={hrefToTab(view, address)}
            aria-current={view === address.view ? 'page' : also.includes(address.view) ? 'true' : undefined}
          >
            {label}
          </a>
        ))}
      </nav>
      <div class="controls">
        {!source.isExport && <WindowPicker />}
        {meta.data !== null && meta.data.vitestUi !== null && <a href={meta.data.vitestUi}>Vitest UI</a>}
        {source.isExport ? (
          <span class="badge">static export{meta.data !== null && ` of ${dateTime(meta.data.now)}`}</span>
        ) : (
          <Choice label="Refresh" choices={REFRESH_MODES} value={live.mode} onChoose={live.setMode} />
        )}
        <Choice label="Theme" choices={THEME_CHOICES} value={theme} onChoose={onTheme} />
      </div>
      {!live.connected && (
        <p class="banner" role="status">
          The connection to the server is lost; the page reconnects by itself.{' '}
          <Command text={`Start it again: ${source.startCommand()}`} />
        </p>
      )}
    </header>
  )
}
