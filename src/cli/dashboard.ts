import { dirname, resolve } from 'node:path'
import { Command, Option } from 'commander'
import { problemOf } from '../text/problem.ts'
import { portOf } from '../dashboard/port-of.ts'
import { announceDashboard, dashboardOn, type OtherDashboard, USUAL_PORT } from '../dashboard/running.ts'
import { startCommand } from '../dashboard/start-command.ts'
import type { StartedDashboard } from '../dashboard/server/start.ts'
import { isLoopback } from '../models/loopback.ts'
import type { Settings } from '../settings/settings.ts'
import { LOG_HELP } from './log-option.ts'
import { isRecord } from '../is-record.ts'
import { integer } from './number.ts'
import { openQuery } from './open-query.ts'
import { print, printError } from './print.ts'
import { progress } from './progress.ts'
import { createFolder } from '../create-folder.ts'
import { assertWritable, writeWhole } from '../write-whole.ts'

interface DashboardCommandOptions {
  host: string
  port: number
  token?: string
  label?: boolean
  log?: string[]
  export?: string
  since: string
}

/** `aios dashboard`: serves the dashboard until it is stopped. Exit code 0 after SIGINT, SIGTERM or SIGHUP. */
export function dashboardCommand(context: () => Promise<Settings>): Command {
  return new Command('dashboard')
    .option('--port <number>', 'port to listen on; 0: any free port', integer(0, 65_535), USUAL_PORT)
    .option('--host <address>', 'address to listen on; one that other machines can reach requires a token', USUAL_HOST)
    .addOption(
      new Option('--token <token>', 'token that every request must carry, of at least 16 characters').env(
        'AIOS_DASHBOARD_TOKEN',
      ),
    )
    .option('--label', 'let people label replies on the page; the labels are written to the log as judgements')
    .option('--log <path...>', LOG_HELP)
    .option('--export <file>', 'write one HTML file that opens from disk, instead of serving')
    .addOption(new Option('--since <time>', 'time window of the export: 24h, 7d, an ISO time, or all').default('7d'))
    .addHelpText(
      'after',
      '\nExamples:\n  npx aios dashboard\n  npx aios dashboard --log data_core/analytics\n  npx aios dashboard --export report.html --since 30d\n  AIOS_DASHBOARD_TOKEN=a-long-secret-of-yours npx aios dashboard --host 0.0.0.0',
    )
    .action(async (options: DashboardCommandOptions) => {
      const settings = await context()
      return options.export === undefined ? serve(options, settings) : writeExport(options.export, options, settings)
    })
}

const USUAL_HOST = '127.0.0.1'

function usualLeftOut({ host, port }: { host: string; port: number }) {
  return { host: host === USUAL_HOST ? null : host, port: port === USUAL_PORT ? null : port }
}

function isInUse(error: unknown): boolean {
  return error instanceof Error && isRecord(error.cause) && error.cause['code'] === 'EADDRINUSE'
}

/** What listens on a port in use, where it is a dashboard. */
function inUseText({ host, port }: { host: string; port: number }, { url, isOwn }: OtherDashboard): string {
  const whose = isOwn ? 'the dashboard of this project' : 'another dashboard'
  return `Port ${port} on ${host} is in use by ${whose}: ${url}\n  open it, or choose another port with --port`
}

async function noUi(): Promise<null> {
  return null
}

async function serve({ host, port, token, label = false, log }: DashboardCommandOptions, settings: Settings) {
  const [{ startDashboard }, { GoldenIndex }, { uiFinder }] = await Promise.all([
    import('../dashboard/server/start.ts'),
    import('../dashboard/views/event/golden-place.ts'),
    import('../dashboard/running-ui.ts'),
  ])
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
  })
  const from = log ?? settings.dir
  const query = await openQuery(settings.dir, from, { manyQueries: true, partial: true })
  // A header has no spaces at its end.
  const given = token === undefined || token === '' ? null : token.trim()
  const goldens = new GoldenIndex(settings.root)
  // A link to this machine is of no use on another one.
  const vitestUi = isLoopback(host) ? uiFinder(settings.dir) : noUi
  let actual = port
  const facts = { settings, log: from, query, label, startedAt: Date.now(), isExport: false, goldens, vitestUi }
  const again = () => startCommand({ ...usualLeftOut({ host, port: actual }), label, log: log ?? [] })
  const options = { host, port, token: given }
  const dashboard = await startDashboard({ ...facts, startCommand: again }, options).catch(async (error: unknown) => {
    const other = isInUse(error) ? await dashboardOn(settings.dir, { host, port }) : null
    throw other === null ? error : new Error(inUseText({ host, port }, other), { cause: error })
  })
  actual = portOf(dashboard.urls[0])
  if (!isLoopback(host)) printError('warning: other machines can reach this server; every request needs the token')
  // A run links to a dashboard that shows its log.
  const withdraw = log === undefined ? await announced(settings.dir, dashboard) : null
  progress.stop()
  for (const url of dashboard.urls)
    print(`aios dashboard: ${url}${given === null ? '' : `?token=${encodeURIComponent(given)}`}`)
  await stopped
  await withdraw?.()
  await dashboard.close()
}

/** A dashboard that cannot be announced works, but runs do not link to it. */
async function announced(dir: string, dashboard: StartedDashboard): Promise<(() => Promise<void>) | null> {
  try {
    return await announceDashboard(dir, { url: dashboard.urls[0], id: dashboard.id, kind: 'dashboard' })
  } catch (error) {
    printError(`warning: runs do not link to this dashboard: ${problemOf(error).reason}`)
    return null
  }
}

async function writeExport(file: string, { log, since }: DashboardCommandOptions, settings: Settings): Promise<void> {
  // Before the log is read, which may take long.
  const path = resolve(file)
  assertWritable(path)
  const [{ exportedAnswers, exportHtml }, { GoldenIndex }, { readPage }] = await Promise.all([
    import('../dashboard/export.ts'),
    import('../dashboard/views/event/golden-place.ts'),
    import('../dashboard/server/assets.ts'),
  ])
  const from = log ?? settings.dir
  const query = await openQuery(settings.dir, from, { manyQueries: true })
  let html: string
  try {
    const facts = { settings, log: from, query, label: false, isExport: true, goldens: new GoldenIndex(settings.root) }
    const now = Date.now()
    const sources = { ...facts, startedAt: now, startCommand: () => 'npx aios dashboard', vitestUi: noUi }
    html = exportHtml(readPage(), await exportedAnswers(sources, { since, now }))
  } finally {
    query.close()
  }
  createFolder(dirname(path))
  writeWhole(path, html)
  print(`aios dashboard: wrote ${file} (${(Buffer.byteLength(html) / 1e6).toFixed(1)} MB)`)
}
