import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Command } from 'commander'
import type { BaselineRestore } from '../../../schemas/generated/baseline-output.ts'
import { createFolder } from '../../create-folder.ts'
import { datedCopies, datedCopy } from '../../dated-copy.ts'
import type { Settings } from '../../settings/settings.ts'
import { printable } from '../../text/printable.ts'
import { confirm } from '../confirm.ts'
import { existingBaseline, FILE_HELP } from './existing.ts'
import { print, printJson } from '../print.ts'

interface RestoreOptions {
  file?: string
  yes?: boolean
  json?: boolean
}

/** `aios baseline restore`: replaces the baseline with a copy, after a dated copy of what is there. */
export function restoreCommand(context: () => Promise<Settings>): Command {
  return new Command('restore')
    .description('replace the baseline with a copy of it; what is there is copied to a dated file first')
    .argument('[copy]', 'the copy; default: the newest dated copy')
    .option('--file <path>', FILE_HELP)
    .option('--yes', 'replace it without asking')
    .option('--json', 'print the facts as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  npx aios baseline restore\n  npx aios baseline restore goldens/baseline.20261128T174200123Z.json --yes',
    )
    .action(async (copy: string | undefined, { file, yes = false, json = false }: RestoreOptions) => {
      const path = file === undefined ? (await context()).baseline : resolve(file)
      const from = copy === undefined ? newestCopy(path) : resolve(copy)
      existingBaseline(from)
      const bytes = readFileSync(from)
      const isSame = existsSync(path) && readFileSync(path).equals(bytes)
      const replaces = existsSync(path) && !isSame
      const agreed = !replaces || (await confirm(`Replace ${printable(path)} with ${printable(from)}?`, yes))
      const backup = agreed && replaces ? datedCopy(path) : null
      const restored = agreed && !isSame
      if (restored) {
        const { writeWhole } = await import('../../write-whole.ts')
        createFolder(dirname(path))
        writeWhole(path, bytes)
      }
      const output: BaselineRestore = { schema_version: '2.0', kind: 'restore', file: path, from, backup, restored }
      if (json) printJson(output)
      else print(text(output, isSame))
    })
}

function newestCopy(path: string): string {
  const newest = datedCopies(path).at(-1)
  if (newest !== undefined) return newest.path
  throw new Error(`${path} has no dated copy\n  name the file to restore: npx aios baseline restore FILE`)
}

function text({ file, from, backup, restored }: BaselineRestore, isSame: boolean): string {
  if (isSame) return `nothing to do: ${printable(file)} is the same as ${printable(from)}`
  if (!restored) return 'nothing was changed'
  return [
    `restored ${printable(file)} from ${printable(from)}`,
    ...(backup === null ? [] : [`what was there is kept as ${printable(backup)}`]),
    '-> see what a run gives now: npx vitest run goldens',
  ].join('\n')
}
