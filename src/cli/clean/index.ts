import { Argument, Command } from 'commander'
import type { Settings } from '../../settings/settings.ts'
import { counted } from '../../text/counted.ts'
import { printable } from '../../text/printable.ts'
import { confirm } from '../confirm.ts'
import { size } from '../../text/size.ts'
import { type Cleanable, CLEANABLE, type Found, REVIEWED, shownPath, USUAL } from './find-files.ts'

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
      '\nExamples:\n  aios clean --dry-run\n  aios clean comparisons --yes\n  aios clean engine models\n\nThe log, the engine and model files are deleted only when they are named.',
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
      const { files, kept } = findFiles(settings, kinds, Date.now())
      if (!json) {
        console.log(listed(files, settings.root))
        for (const { path, reason } of kept)
          console.log(`kept: ${printable(shownPath(settings.root, path))}: ${printable(reason)}`)
        if (kinds.includes('state') && settings.router.redis !== '')
          console.log('kept: the router state in Redis: npx aios router reset deletes it')
      }
      const print = (deleted: boolean, failed: unknown[] = []) =>
        json && console.log(JSON.stringify({ deleted, files, kept, failed }, null, 2))
      if (dryRun || files.length === 0) return void print(false)
      const { writersTo } = await import('./writers.ts')
      const [writer] = writersTo(settings.dir)
      if (writer !== undefined) {
        const path = printable(shownPath(settings.root, writer.path))
        throw new Error(
          `process ${writer.pid} is writing ${path}: wait until the run has ended, then run aios clean again`,
        )
      }
      if (!(await confirm(`Delete ${counted(files.length, 'file')}?`, yes))) {
        console.log('nothing was deleted')
        process.exitCode = 1
        return
      }
      const { deleteFiles } = await import('./delete-files.ts')
      const { deleted, failed } = deleteFiles(files)
      print(true, failed)
      if (!json) console.log(`deleted ${counted(deleted.length, 'file')}, ${size(bytesOf(deleted))}`)
      for (const { path, reason } of failed)
        console.error(`cannot delete ${printable(shownPath(settings.root, path))}: ${printable(reason)}`)
      if (failed.length > 0) process.exitCode = 1
    })
}

function listed(files: readonly Found[], root: string): string {
  if (files.length === 0) return 'nothing to delete'
  const groups = [...Map.groupBy(files, ({ kind }) => kind)]
  const lines = groups.flatMap(([kind, found]) => [
    `${kind.padEnd(12)} ${size(bytesOf(found)).padStart(7)}  ${counted(found.length, 'file')}`,
    ...found
      .slice(0, SHOWN)
      .map(
        ({ path, bytes, isFolder }) =>
          `${''.padEnd(12)} ${size(bytes).padStart(7)}  ${printable(shownPath(root, path))}${isFolder ? '/' : ''}`,
      ),
    ...(found.length > SHOWN ? [`${''.padEnd(22)}and ${found.length - SHOWN} more: --json --dry-run lists all`] : []),
  ])
  return [...lines, `${'in all'.padEnd(12)} ${size(bytesOf(files)).padStart(7)}`].join('\n')
}

function bytesOf(files: readonly Found[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0)
}
