/** The page of the dashboard: shows the answers of its source, a server or a static export. */
import { render } from 'preact'
import { App } from './app.tsx'
import { openSource } from './source.ts'
import './style/colours.css'
import './style/elements.css'
import './style/layout.css'
import './style/controls.css'
import './style/card.css'
import './style/chart.css'
import './style/table.css'
import './style/overview.css'
import './style/events.css'
import './style/event.css'
import './style/comparison.css'
import './style/goldens.css'
import './style/hypotheses.css'
import './style/tree.css'
import './style/narrow.css'
import './style/forced-colours.css'

const root = document.getElementById('app')
if (root !== null) render(<App source={openSource()} />, root)
