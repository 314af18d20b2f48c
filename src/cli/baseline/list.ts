import { existsSync, statSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { Command } from 'commander'
import type { BaselineFile, BaselineList } from '../../../schemas/generated/baseline-output.ts'
import { readBaseline } from '../../artifacts/baseline/baseline-file.ts'
import { datedCopies } from '../../dated-copy.ts'
import type { Settings } from '../../settings/settings.ts'
import { counted } from '../../text/counted.ts'
import { errorMessage } from '../../text/error-message.ts'
import { printable } from '../../text/printable.ts'
import { columns } from '../columns.ts'
import { FILE_HELP } from './existing.ts'
import { print, printJson } from '../print.ts'

/** `aios baseline list`: the baseline and its dated copies. Exit code 1 without a baseline. */
export function listCommand(context: () => Promise<Settings>): Command {
  return new Command('list')
    .description('list the baseline and its dated copies, the newest first')
    .option('--file <path>', FILE_HELP)
    .option('--json', 'print the facts as JSON')
    .addHelpText('after', '\nExamples:\n  npx aios baseline list')
    .action(async ({ file, json = false }: { file?: string; json?: boolean }) => {
      const path = file === undefined ? (await context()).baseline : resolve(file)
      const copies = datedCopies(path).toReversed()
      const files = [...(existsSync(path) ? [{ path, ts: null }] : []), ...copies].map(factsOf)
      const output: BaselineList = { schema_version: '2.0', kind: 'list', files }
      if (files.length === 0) process.exitCode = 1
      if (json) return printJson(output)
      if (files.length === 0)
        return print(`there is no baseline at ${printable(path)}\n-> record it: npx vitest run goldens -u`)
      print(columns(files.map(row), { isOwn: true }).join('\n'))
    })
}

function factsOf({ path, ts }: { path: string; ts: string | null }): BaselineFile {
  const file = { file: path, ts, bytes: statSync(path).size }
  try {
    const sets = Object.values(readBaseline(path)?.sets ?? {})
    const goldens = sets.flatMap((set) => Object.values(set.goldens))
    const newest = goldens.map(({ recorded_at }) => recorded_at).sort()
    return { ...file, sets: sets.length, goldens: goldens.length, recorded_at: newest.at(-1) ?? null, problem: null }
  } catch (error) {
    return { ...file, sets: 0, goldens: 0, recorded_at: null, problem: errorMessage(error) }
  }
}

function row({ file, ts, sets, goldens, recorded_at: recorded, problem }: BaselineFile): string[] {
  const name = printable(basename(file))
  if (problem !== null) return [name, 'cannot be used:', printable(problem, { max: 400 })]
  return [
    name,
    `${counted(goldens, 'golden')} in ${counted(sets, 'set')}`,
    recorded === null ? '' : `recorded ${printable(recorded, { max: 40 })}`,
    ts === null ? 'in use' : `copied ${ts}`,
  ]
}
