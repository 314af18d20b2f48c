/** The page of the dashboard: shows the answers of its source, a server or a static export. */
import { render } from 'preact'
import { App } from './app.tsx'
import { openSource } from './source.ts'
import './style.css'

const root = document.getElementById('app')
if (root !== null) render(<App source={openSource()} />, root)
