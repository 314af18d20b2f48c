import { createHash } from 'node:crypto'
import type {
  DashboardExport,
  EventDetail,
  EventRow,
  Hypotheses,
  Link,
  Overview,
} from '../../schemas/generated/dashboard.ts'
import type { Answers, ViewRoute } from './answers.ts'
import { EXPORT_ELEMENT } from './answers.ts'
import { totalRequest } from './exported-total.ts'
import { cutText } from '../text/printable.ts'
import type { PageAssets } from './server/assets.ts'
import { type RunTotal, runTotals } from './run-totals.ts'
import { searchParams } from './search-params.ts'
import type { Sources } from './sources.ts'
import { answerView } from './views/index.ts'
import { parseViewRequest } from './views/view-request.ts'

/** Rows of the event table in an export. */
const MOST_ROWS = 1_000

/** Events that an export contains in full: half of them for each verdict of `FAILURES`, the rest for others. */
const MOST_EVENTS = 150

/** Characters of a text in an event in full. */
const MOST_TEXT = 20_000

/** The verdicts of questions that did not pass. */
const FAILURES = ['fail', 'unmeasured'] as const

const ROUTES = [
  'meta',
  'overview',
  'hypotheses',
  'routing',
  'weights',
  'buckets',
  'goldens',
  'comparison',
  'settings',
] as const satisfies readonly ViewRoute[]

/** The answers that a static export contains. `since`: its time window, such as `7d` or `all`. */
export async function exportedAnswers(
  sources: Sources,
  { since, now }: { since: string; now: number },
): Promise<DashboardExport> {
  const answers: DashboardExport['answers'] = {}
  const window = new URLSearchParams({ since }).toString()
  const ask = <K extends ViewRoute>(route: K, search: string): Promise<Answers[K]> =>
    answerView(sources, { route, search, now })
  for (const route of ROUTES) answers[route] = await ask(route, route === 'meta' || route === 'settings' ? '' : window)
  for (const link of eventLinks(answers)) {
    const { total } = await ask('events', searchParams({ since, ...link, limit: '0' }).toString())
    answers[totalRequest(searchParams(link))] = total
  }
  const { filter } = parseViewRequest(window, [], now)
  for (const { of, total } of await runTotals(sources.query, { filter, wanted: runLinks(answers) }))
    answers[totalRequest(new URLSearchParams({ ...of }))] = total
  const events = await ask('events', `${window}&limit=${MOST_ROWS}`)
  // Each verdict on its own: the lost replies of an outage would take the places of all failures.
  const failures: EventRow[][] = []
  for (const verdict of FAILURES) {
    const latest = searchParams({ since, type: 'response', verdict, limit: String(MOST_EVENTS) })
    failures.push((await ask('events', latest.toString())).rows)
  }
  const known = new Set(events.rows.map(({ message }) => message))
  const rows = [...events.rows, ...failures.flat().filter(({ message }) => !known.has(message))]
  answers['events'] = { ...events, rows }
  const share = MOST_EVENTS / FAILURES.length
  const first = failures.flatMap((latest) => latest.slice(0, share))
  const others = [...failures.flatMap((latest) => latest.slice(share)), ...events.rows]
  const messages = new Set([...first, ...others].flatMap(({ message }) => message ?? []))
  for (const message of [...messages].slice(0, MOST_EVENTS)) {
    const event = await ask('event', new URLSearchParams({ message }).toString()).catch(() => null)
    if (event !== null) answers[`event?message=${message}`] = shortened(event)
  }
  return { schema_version: '1.0', ts: new Date(now).toISOString(), since, answers }
}

/**
 * The filters of the links to events whose number a reader of the export needs: how much of a run, and of the failures,
 * is left.
 */
function eventLinks(answers: DashboardExport['answers']): Link['query'][] {
  const { headline, problems, lastRun } = answers['overview'] as Overview
  const links = [...headline.links, ...problems.flatMap((problem) => problem.links)]
  return [
    ...links.filter(({ view }) => view === 'events').map(({ query }) => query),
    ...(lastRun.state === 'known' && lastRun.run !== null ? [{ run: lastRun.run, since: 'all' }] : []),
    ...FAILURES.map((verdict) => ({ hypothesis: '', configuration: '', type: 'response', verdict })),
  ]
}

/** The links of the tab Hypotheses to events. */
function runLinks(answers: DashboardExport['answers']): RunTotal[] {
  const { hypotheses, batches } = answers['hypotheses'] as Hypotheses
  return [...hypotheses.map(({ id, run }) => ({ hypothesis: id, run })), ...batches.map(({ run }) => ({ run }))]
}

function shortened(event: EventDetail): EventDetail {
  const cut = (text: EventDetail['reply']): EventDetail['reply'] =>
    text === null || text.text.length <= MOST_TEXT ? text : { ...text, text: cutText(text.text, MOST_TEXT), cut: true }
  return { ...event, question: cut(event.question), reply: cut(event.reply), reasoning: cut(event.reasoning) }
}

/**
 * The page with its answers as one file, which opens from disk. Its content security policy allows its own script and
 * style only, by their hashes. Pure.
 */
export function exportHtml({ html, script, style }: PageAssets, exported: DashboardExport): string {
  // The parser of HTML ends a script at its closing tag, also in the middle of a string.
  const code = script.replaceAll(/<(?=\/script|!--)/gi, String.raw`\x3c`)
  // No text of a model can end the element: JSON may contain `<` as an escape.
  const data = JSON.stringify(exported).replaceAll('<', String.raw`\u003c`)
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(code)}`,
    `style-src ${hashOf(style)}`,
    'img-src data: blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  const head = `<meta http-equiv="Content-Security-Policy" content="${policy}" />`
  const body = `<script type="application/json" id="${EXPORT_ELEMENT}">${data}</script>`
  return html
    .replace('<head>', () => `<head>\n    ${head}`)
    .replace(/<script type="module"[^>]*><\/script>/, () => `<script type="module">${code}</script>`)
    .replace(/<link rel="stylesheet"[^>]*>/, () => `<style>${style}</style>`)
    .replace('</body>', () => `${body}\n  </body>`)
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}
