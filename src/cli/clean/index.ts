import type { CleanOutput } from '../../../schemas/generated/clean-output.ts'
import { Argument, Command } from 'commander'
import type { Settings } from '../../settings/settings.ts'
import { counted } from '../../text/counted.ts'
import { printable } from '../../text/printable.ts'
import { confirm } from '../confirm.ts'
import { size } from '../../text/size.ts'
import { systemErrorInWords } from '../../text/system-error.ts'
import { type Cleanable, CLEANABLE, type Found, REVIEWED, shownPath, USUAL } from './find-files.ts'
import { print, printError, printJson } from '../print.ts'
import { columns } from '../columns.ts'
import type { Deletion } from './delete-files.ts'
import { progress } from '../progress.ts'

interface CleanOptions {
  all?: boolean
  yes?: boolean
  dryRun?: boolean
  json?: boolean
}

/** Files of a kind that are listed one by one. */
const SHOWN = 10

/**
 * `aios clean`: lists what it will delete, then asks. Exit code 1 when it does not delete: a run is writing, the answer
 * is no, or a file cannot be deleted.
 */
export function cleanCommand(context: () => Promise<Settings>): Command {
  return new Command('clean')
    .addArgument(
      new Argument('[what...]', 'what to delete (default: state, reports, comparisons and caches)').choices(CLEANABLE),
    )
    .option('--all', 'delete the baseline and the cassettes too, which are reviewed and committed')
    .option('--yes', 'delete without asking')
    .option('--dry-run', 'list only')
    .option('--json', 'print the files as JSON; requires --yes or --dry-run')
    .addHelpText(
      'after',
      '\nExamples:\n  npx aios clean --dry-run\n  npx aios clean comparisons --yes\n  npx aios clean engine models\n\nThe log, the engine and model files are deleted only when they are named.',
    )
    .action(async (what: Cleanable[], options: CleanOptions, command: Command) => {
      const { all = false, yes = false, dryRun = false, json = false } = options
      const reviewed = what.filter((kind) => REVIEWED.includes(kind))
      if (reviewed.length > 0 && !all)
        command.error(`error: ${reviewed.join(' and ')} would have to be recorded again: add --all to delete them`)
      if (json && !yes && !dryRun) command.error('error: --json requires --yes or --dry-run')
      const settings = await context()
      const { findFiles } = await import('./find-files.ts')
      const kinds = what.length > 0 ? what : [...USUAL, ...(all ? REVIEWED : [])]
      progress.block('listing files')
      const { files, kept } = findFiles(settings, kinds, Date.now())
      if (!json) {
        print(listed(files, settings.root))
        for (const { path, reason } of kept)
          print(`kept: ${printable(shownPath(settings.root, path))}: ${printable(reason)}`)
        if (kinds.includes('state') && settings.router.redis !== '')
          print('kept: the router state in Redis; to delete it: npx aios router reset')
      }
      const report = (deleted: boolean, failed: Deletion['failed'] = []) => {
        const output: CleanOutput = { schema_version: '1.0', deleted, files, kept, failed }
        if (json) printJson(output)
      }
      if (dryRun || files.length === 0) return report(false)
      const { writersTo } = await import('./writers.ts')
      const [writer] = writersTo(settings.dir)
      if (writer !== undefined) {
        const path = printable(shownPath(settings.root, writer.path))
        throw new Error(
          `process ${writer.pid} is writing ${path}: wait until the run has ended, then run \`npx aios clean\` again`,
        )
      }
      if (!(await confirm(`Delete ${counted(files.length, 'file')}?`, yes))) return print('nothing was deleted')
      const { deleteFiles } = await import('./delete-files.ts')
      progress.block(`deleting ${counted(files.length, 'file')}`)
      const { deleted, failed } = deleteFiles(files)
      report(true, failed)
      if (!json) print(`deleted ${counted(deleted.length, 'file')}, ${size(bytesOf(deleted))}`)
      for (const { path, reason } of failed)
        printError(`cannot delete ${printable(shownPath(settings.root, path))}: ${printable(reason)}`)
      if (failed.length === 0) return
      const remedy = systemErrorInWords(failed[0]?.reason ?? '')?.remedy
      if (remedy !== undefined) printError(`-> ${remedy}`)
      process.exitCode = 1
    })
}

function listed(files: readonly Found[], root: string): string {
  if (files.length === 0) return 'nothing to delete'
  const groups = [...Map.groupBy(files, ({ kind }) => kind)]
  const rows = groups.flatMap(([kind, found]) => [
    [kind, size(bytesOf(found)), counted(found.length, 'file')],
    ...found.slice(0, SHOWN).map(({ path, bytes, isFolder }) => {
      return ['', size(bytes), `${printable(shownPath(root, path))}${isFolder ? '/' : ''}`]
    }),
    ...(found.length > SHOWN ? [['', '', `and ${found.length - SHOWN} more: --json --dry-run lists all`]] : []),
  ])
  return columns([...rows, ['in all', size(bytesOf(files)), '']], { right: [1] }).join('\n')
}

function bytesOf(files: readonly Found[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0)
}
