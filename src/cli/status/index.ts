import { Command } from 'commander'
import { isOneModel } from '../../doctor/one-model.ts'
import type { Settings } from '../../settings/settings.ts'
import { LOG_HELP } from '../log-option.ts'
import { print, printJson } from '../print.ts'
import { terminalWidth } from '../../text/terminal-width.ts'

/** `aios status`: everything that an operator looks at, on one screen. Exit code 0 whatever the status is. */
export function statusCommand(context: () => Promise<Settings>): Command {
  return new Command('status')
    .option('--log <path...>', LOG_HELP)
    .option('--json', 'print the facts as JSON, of the form of schemas/status.schema.json')
    .addHelpText(
      'after',
      '\nExamples:\n  npx aios status\n  npx aios status --json\n  npx aios status --log data_core/analytics\n\nThe exit code is 0 whatever the status is. To fail a job, use `npx aios slo`.',
    )
    .action(async ({ log, json = false }: { log?: string[]; json?: boolean }) => {
      const settings = await context()
      const { collectStatus } = await import('./collect-status.ts')
      const status = await collectStatus(settings, { now: new Date(), log })
      if (json) return printJson(status)
      const { statusText } = await import('./status-text.ts')
      print(statusText(status, { columns: terminalWidth(), root: settings.root, oneModel: isOneModel(settings) }))
    })
}
