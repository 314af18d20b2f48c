import { Command, Option } from 'commander'
import { isLoopback } from '../models/loopback.ts'
import type { Settings } from '../settings/settings.ts'
import { LOG_HELP } from './log-option.ts'
import { integer } from './number.ts'
import { openQuery } from './open-query.ts'

interface DashboardCommandOptions {
  host: string
  port: number
  token?: string
  label?: boolean
  log?: string[]
}

/** `aios dashboard`: serves the dashboard until it is stopped. Exit code 0 after SIGINT or SIGTERM. */
export function dashboardCommand(context: () => Promise<Settings>): Command {
  return new Command('dashboard')
    .option('--port <number>', 'port to listen on; 0: any free port', integer(0, 65_535), 8_501)
    .option('--host <address>', 'address to listen on; one that other machines can reach requires a token', '127.0.0.1')
    .addOption(new Option('--token <token>', 'token that every request must carry').env('AIOS_DASHBOARD_TOKEN'))
    .option('--label', 'let people label replies on the page; the labels are written to the log as judgements')
    .option('--log <path...>', LOG_HELP)
    .addHelpText(
      'after',
      '\nExamples:\n  aios dashboard\n  aios dashboard --log data_core/analytics\n  AIOS_DASHBOARD_TOKEN=secret aios dashboard --host 0.0.0.0',
    )
    .action(async (options: DashboardCommandOptions) => serve(options, await context()))
}

async function serve({ host, port, token, label = false, log }: DashboardCommandOptions, settings: Settings) {
  const { startDashboard } = await import('../dashboard/server/start.ts')
  const stopped = new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve()).once('SIGTERM', () => resolve())
  })
  const from = log ?? settings.dir
  const query = await openQuery(settings.dir, from, { manyQueries: true })
  const given = token === undefined || token === '' ? null : token
  const sources = { settings, log: from, query, label, startedAt: Date.now(), isExport: false, vitestUi: null }
  const dashboard = await startDashboard(sources, { host, port, token: given })
  const { url } = dashboard
  if (!isLoopback(host)) console.error(`warning: other machines can reach ${url}; every request needs the token`)
  console.log(`aios dashboard: ${url}${given === null ? '' : `?token=${encodeURIComponent(given)}`}`)
  await stopped
  await dashboard.close()
}
