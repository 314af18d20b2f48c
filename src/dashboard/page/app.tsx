import type { ComponentType } from 'preact'
import type { ViewName } from './address.ts'
import { FilterChips } from './components/filter-chips.tsx'
import { SubTabs } from './components/sub-tabs.tsx'
import { timeZone } from '../format.ts'
import { Header } from './header.tsx'
import { Page } from './page-context.ts'
import { useRefresh } from './refresh.ts'
import type { AnswerSource } from './source.ts'
import { useTheme } from './theme.ts'
import { useAddress } from './use-address.ts'
import { ComparisonView } from './views/comparison.tsx'
import { EventView } from './views/event.tsx'
import { EventsView } from './views/events.tsx'
import { GoldensView } from './views/goldens.tsx'
import { HypothesesView } from './views/hypotheses.tsx'
import { OverviewView } from './views/overview.tsx'
import { RoutingView } from './views/routing.tsx'
import { SettingsView } from './views/settings.tsx'
import { UnknownView } from './views/unknown.tsx'

const VIEWS: Record<ViewName, { title: string; component: ComponentType }> = {
  overview: { title: 'Overview', component: OverviewView },
  hypotheses: { title: 'Hypotheses', component: HypothesesView },
  routing: { title: 'Routing', component: RoutingView },
  events: { title: 'Drill-down', component: EventsView },
  settings: { title: 'Settings', component: SettingsView },
  event: { title: 'Event', component: EventView },
  goldens: { title: 'Goldens over time', component: GoldensView },
  comparison: { title: 'Comparison', component: ComparisonView },
  unknown: { title: 'Unknown page', component: UnknownView },
}

/** Views whose data follow a filter of the address without having lists for it. */
const FILTERED: readonly ViewName[] = ['overview', 'hypotheses', 'routing', 'goldens']

/** The whole page. */
export function App({ source }: { source: AnswerSource }) {
  const address = useAddress()
  const live = useRefresh(source)
  const { choice, theme, choose } = useTheme()
  const { title, component: View } = VIEWS[address.view]
  return (
    <Page.Provider value={{ source, address, live, theme }}>
      <button class="skip" type="button" onClick={() => document.getElementById('main')?.focus()}>
        Skip to the content
      </button>
      <Header title={title} theme={choice} onTheme={choose} />
      <main id="main" tabIndex={-1} data-view={address.view}>
        <div class="title">
          <h1>{title}</h1>
          <SubTabs />
        </div>
        {FILTERED.includes(address.view) && <FilterChips />}
        <View />
      </main>
      <footer>Times are in {timeZone(Date.now())}</footer>
    </Page.Provider>
  )
}
