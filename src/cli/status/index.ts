import { Command } from 'commander'
import type { Settings } from '../../settings/settings.ts'
import { LOG_HELP } from '../log-option.ts'
import { StatusLine } from '../status-line.ts'

/** How long a survey may take before it shows its progress, in milliseconds. */
const QUIET_MS = 1_000

/** `aios status`: everything that an operator looks at, on one screen. Exit code 0 whatever the status is. */
export function statusCommand(context: () => Promise<Settings>): Command {
  return new Command('status')
    .option('--log <path...>', LOG_HELP)
    .option('--json', 'print the facts as JSON, of the form of schemas/status.schema.json')
    .addHelpText(
      'after',
      '\nExamples:\n  aios status\n  aios status --json\n  aios status --log data_core/analytics\n\nThe exit code is 0 whatever the status is: gate on aios slo.',
    )
    .action(async ({ log, json = false }: { log?: string[]; json?: boolean }) => {
      const settings = await context()
      const { collectStatus } = await import('./collect-status.ts')
      const line = new StatusLine()
      const startedAt = performance.now()
      const status = await collectStatus(settings, {
        now: new Date(),
        log,
        onBytes(bytes) {
          if (performance.now() - startedAt > QUIET_MS) line.show(`reading the log: ${Math.round(bytes / 1e6)} MB`)
        },
      })
      line.clear()
      if (json) return console.log(JSON.stringify(status, null, 2))
      const { statusText } = await import('./status-text.ts')
      console.log(statusText(status, { columns: process.stdout.columns ?? Infinity, root: settings.root }))
    })
}
