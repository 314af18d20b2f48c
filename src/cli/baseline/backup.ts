import { resolve } from 'node:path'
import { Command } from 'commander'
import type { BaselineBackup } from '../../../schemas/generated/baseline-output.ts'
import type { Settings } from '../../settings/settings.ts'
import { printable } from '../../text/printable.ts'
import { existingBaseline, FILE_HELP } from './existing.ts'
import { print, printJson } from '../print.ts'

/** `aios baseline backup`: copies the baseline to a dated file beside it. */
export function backupCommand(context: () => Promise<Settings>): Command {
  return new Command('backup')
    .description('copy the baseline to a dated file beside it')
    .option('--file <path>', FILE_HELP)
    .option('--json', 'print the facts as JSON')
    .addHelpText('after', '\nExamples:\n  npx aios baseline backup')
    .action(async ({ file, json = false }: { file?: string; json?: boolean }) => {
      const path = file === undefined ? (await context()).baseline : resolve(file)
      existingBaseline(path)
      const { datedCopy } = await import('../../dated-copy.ts')
      const output: BaselineBackup = { schema_version: '2.0', kind: 'backup', file: path, backup: datedCopy(path) }
      if (json) return printJson(output)
      print(`copied to ${printable(output.backup)}\n-> bring it back: npx aios baseline restore`)
    })
}
