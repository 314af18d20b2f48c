import { Command } from 'commander'
import type { BaselinePrune, PrunedItem } from '../../../schemas/generated/baseline-output.ts'
import { writeBaseline } from '../../artifacts/baseline/write-baseline.ts'
import { pruneBaseline } from '../../artifacts/baseline/prune.ts'
import { RUNBOOK } from '../../artifacts/baseline/set-in-baseline.ts'
import type { Settings } from '../../settings/settings.ts'
import { counted } from '../../text/counted.ts'
import { printable } from '../../text/printable.ts'
import { confirm } from '../confirm.ts'
import { testNames } from '../test-names.ts'
import { existingBaseline } from './existing.ts'
import { print, printJson } from '../print.ts'
import { progress } from '../progress.ts'

interface PruneOptions {
  yes?: boolean
  dryRun?: boolean
  json?: boolean
}

/** `aios baseline prune`: removes the sets and goldens that no test of the project has. */
export function pruneCommand(context: () => Promise<Settings>): Command {
  return new Command('prune')
    .description('remove sets and goldens that no longer exist; lists them, then asks')
    .option('--yes', 'remove them without asking')
    .option('--dry-run', 'only list them')
    .option('--json', 'print the facts as JSON')
    .addHelpText('after', '\nExamples:\n  npx aios baseline prune --dry-run\n  npx aios baseline prune --yes')
    .action(async ({ yes = false, dryRun = false, json = false }: PruneOptions) => {
      const { baseline: path, root } = await context()
      const before = existingBaseline(path)
      if (before.version === RUNBOOK)
        throw new Error(
          `${path} names its set after a file\n  record the goldens under their own name: npx vitest run goldens -u`,
        )
      progress.update('listing the tests of the project')
      const names = await testNames(root)
      const { baseline, pruned: removed } = pruneBaseline(before, names)
      if (removed.length > 0 && Object.keys(baseline.sets).length === 0)
        throw new Error(
          `no set of ${path} has a test in ${root}: it seems to belong to another project\n  check the paths that Vitest includes: npx vitest list`,
        )
      if (!json && removed.length > 0) print(removed.map(line).join('\n'))
      const question = `Remove ${counted(removed.length, 'entry', 'entries')} from ${printable(path)}?`
      const written = removed.length > 0 && !dryRun && (await confirm(question, yes))
      if (written) writeBaseline(path, baseline)
      const output: BaselinePrune = { schema_version: '2.0', kind: 'prune', file: path, removed, written }
      if (json) printJson(output)
      else print(result(output))
    })
}

function line({ set, golden }: PrunedItem): string {
  return golden === null ? `the set "${printable(set)}"` : `${printable(golden)} of "${printable(set)}"`
}

function result({ file, removed, written }: BaselinePrune): string {
  if (removed.length === 0) return `nothing to remove: every set and golden of ${printable(file)} exists`
  if (!written) return 'nothing was changed'
  return `removed from ${printable(file)}\n-> review the difference and commit it`
}
