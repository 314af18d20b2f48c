import { readFileSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { ProvenanceEvent } from '../../schemas/generated/provenance.ts'
import { dataOf } from '../../src/provenance/parse-line.ts'
import { copyProject, madeOnce } from './made-once.ts'
import type { Project } from './project.ts'
import { type Running, startNode } from './running.ts'

/** The routes of the server that need no parameters. */
export const ROUTES = [
  'meta',
  'overview',
  'hypotheses',
  'routing',
  'weights',
  'buckets',
  'events',
  'facets',
  'goldens',
  'comparison',
  'settings',
]

const repository = join(import.meta.dirname, '..', '..')

export { test } from './browser.ts'

/** A dashboard in a process of its own. */
export interface Dashboard {
  /** `http://127.0.0.1:PORT/`, without a token. */
  url: string
  /** What it printed as its address. */
  printed: string
  process: Running
  /** The JSON of a route, such as `overview?since=all`. */
  answer<T>(request: string): Promise<T>
}

/** Starts `aios dashboard` of the built package on a project; the test ends it. */
export async function startDashboard(
  project: Project,
  onTestFinished: (fn: () => Promise<void>) => void,
  args: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<Dashboard> {
  const port = args.includes('--port') ? [] : ['--port', '0']
  const running = startNode(project, [join(repository, 'dist/cli.js'), 'dashboard', ...port, ...args], env)
  onTestFinished(() => running.kill())
  const printed = (await running.said(/aios dashboard: \S+/)).replace('aios dashboard: ', '')
  const url = new URL('/', printed).href
  return {
    url,
    printed,
    process: running,
    async answer<T>(request: string) {
      const response = await fetch(`${url}api/${request}`, { headers: { connection: 'close' } })
      const answer = (await response.json()) as T
      if (!response.ok) throw new Error(`${request}: ${response.status} ${JSON.stringify(answer)}`)
      return answer
    },
  }
}

/** A page, and what the browser complained of: errors of scripts, the console, and the content security policy. */
export interface OpenPage {
  page: Page
  complaints: string[]
}

/** Opens a view of the dashboard, such as `overview?since=all`, and waits until it shows its data. */
export async function openPage(
  browser: Browser,
  url: string,
  view: string,
  options: BrowserContextOptions = {},
): Promise<OpenPage> {
  const page = await browser.newPage({ viewport: { width: 1_280, height: 900 }, timezoneId: 'UTC', ...options })
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  await page.goto(`${url}#/${view}`)
  await loaded(page)
  return { page, complaints }
}

/** Waits until the view has its data. */
export async function loaded(page: Page): Promise<void> {
  await page.locator('main').waitFor()
  await expect.poll(() => page.locator('main .loading').count(), { timeout: 30_000 }).toBe(0)
}

/** The source of axe. Its types would bring those of the DOM into all tests. */
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8')

/** What axe finds on the page: rule, number of elements, and the first of them. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(axe)
  // Else a third of the time is spent on the elements without a problem.
  const { violations } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
    "axe.run(document, { resultTypes: ['violations'] })",
  )
  return violations.map(({ id, nodes }) => `${id}: ${nodes.length} elements, such as ${nodes[0]?.html.slice(0, 200)}`)
}

/** The text of the view as it is shown. */
export function textOf(page: Page): Promise<string> {
  return page.locator('main').innerText()
}

/** The data of a chart, as its table shows them: a line for each row, cells separated by ` | `. */
export async function chartTable(page: Page, title: string): Promise<string[]> {
  const chart = page.locator(`[data-chart="${title}"]`)
  await chart.getByRole('button', { name: 'Table' }).click()
  const rows = await chart.locator('tbody tr').all()
  return Promise.all(rows.map(async (row) => (await row.locator('td').allInnerTexts()).join(' | ')))
}

/** Gives a project this package's own goldens, hypotheses and recordings. */
export async function writeReplayProject(project: Project): Promise<void> {
  for (const folder of ['goldens', 'hypotheses'])
    await cp(join(repository, folder), join(project.dir, folder), { recursive: true })
  await project.write({
    'vitest.config.ts': `import { defineConfig } from 'vitest/config'
import { aios } from 'vitest-aios/plugin'
export default defineConfig({
  plugins: [aios({
    backend: 'replay',
    models: { main_model: 'qwen2.5-coder-1.5b-instruct', embedder: 'qwen2.5-coder-0.5b-instruct' },
    slo: { passRate: 0.95, p95Ms: 20_000, boundaryDrift: 0.08 },
    sampling: { max_tokens: 96 },
  })],
  test: { include: ['goldens/**/*.golden.test.ts', 'hypotheses/**/*.hypothesis.test.ts'] },
})\n`,
  })
}

/**
 * Gives a project a replay of this package's own goldens (and hypotheses), with a log and reports of real replies. The
 * files of a run of the tests share it.
 */
export async function replayGoldens(project: Project, { hypotheses = false } = {}): Promise<void> {
  const replayed = await madeOnce(hypotheses ? 'replayed-with-hypotheses' : 'replayed', async (made) => {
    await writeReplayProject(made)
    await replay(made, hypotheses ? ['run'] : ['run', 'goldens'])
  })
  await copyProject(replayed, project)
}

/** Runs `vitest <args>` on recordings, which must write a log. */
export async function replay(project: Project, args: string[] = ['run', 'goldens']): Promise<void> {
  const { output } = await project.vitest(args)
  if (!project.exists('.aios/provenance.ndjson')) throw new Error(`The run wrote no log:\n${output}`)
}

/** Replies of a log with their last verdict, computed from its events without the queries under test. */
export interface LoggedReply {
  message: string
  run: string
  time: number
  verdict: string
  latencyMs: number | null
  source: string
  bucket: string
  set: string | null
  golden: string | null
  hypothesis: string | null
}

/** The replies in the lines of a log, in their order. */
export function repliesIn(log: string): LoggedReply[] {
  const lines = log.split('\n').filter((line) => line !== '')
  const events = lines.map((line) => dataOf(line) as ProvenanceEvent)
  const replies = new Map<string, LoggedReply>()
  for (const event of events) {
    if (event.event_type === 'response')
      replies.set(event.msg_id, {
        message: event.msg_id,
        run: event.run_id,
        time: Date.parse(event.ts),
        verdict: event.verdict,
        latencyMs: 'timings' in event ? event.timings.total_ms : null,
        source: event.source,
        bucket: event.route.bucket,
        set: event.golden?.set ?? null,
        golden: event.golden?.id ?? null,
        hypothesis: event.hypothesis ?? null,
      })
    if (event.event_type === 'judgement') {
      const reply = replies.get(event.msg_id)
      if (reply !== undefined) reply.verdict = event.verdict
    }
  }
  return [...replies.values()]
}

/** Share of the questions that passed: one without a reply did not, unjudged replies do not count. */
export function passRateOf(replies: readonly LoggedReply[]): number {
  const of = (verdict: string) => replies.filter((reply) => reply.verdict === verdict).length
  return of('pass') / (of('pass') + of('fail') + of('unmeasured'))
}

/** The value at a rank from the smallest, which is a share of all values. */
export function rankedLatency(replies: readonly LoggedReply[], share: number): number {
  const sorted = replies.flatMap(({ latencyMs }) => latencyMs ?? []).sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN
}
