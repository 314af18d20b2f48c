import { relative, resolve } from 'node:path'
import { styleText } from 'node:util'
import { Command } from 'commander'
import type { GoldensCheck } from '../../../schemas/generated/goldens-output.ts'
import { checkFiles } from '../../goldens/sets/check-files.ts'
import type { SetFinding, RecordedReply } from '../../goldens/sets/check-sets.ts'
import { findGoldenSets } from '../../goldens/sets/find-sets.ts'
import { readCassettes } from '../../models/cassette.ts'
import type { Settings } from '../../settings/settings.ts'
import { counted } from '../../text/counted.ts'
import { printable } from '../../text/printable.ts'
import { print, printJson } from '../print.ts'
import { columns } from '../columns.ts'

interface CheckOptions {
  strict?: boolean
  json?: boolean
}

/** `aios goldens check`: validates golden sets. Exit code 1: at least one error, or no golden set. */
export function checkCommand(context: () => Promise<Settings>): Command {
  return new Command('check')
    .description('validate the golden sets without a server; exit code 1 when there is an error')
    .argument('[files...]', 'golden sets; default: all of the project')
    .option('--strict', 'exit code 1 for warnings too')
    .option('--json', 'print the facts as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  npx aios goldens check\n  npx aios goldens check goldens/sample_set.json --strict',
    )
    .action(async (files: string[], { strict = false, json = false }: CheckOptions) => {
      const { root, cassettes } = await context()
      const paths = files.length === 0 ? findGoldenSets(root) : files.map((file) => resolve(file))
      if (paths.length === 0)
        throw new Error(`${root} contains no golden set\n  name the files: npx aios goldens check FILE`)
      const { sets, findings: checked } = await checkFiles(paths, recordedReplies(cassettes), shown)
      const output: GoldensCheck = {
        schema_version: '2.0',
        kind: 'check',
        files: paths.map((path) => ({
          file: shown(path),
          goldens: sets.find(({ file }) => file === shown(path))?.goldens.length ?? null,
        })),
        findings: checked.map(({ level, rule, file, line, column, message }) => ({
          level,
          rule,
          file,
          line,
          column,
          message,
        })),
      }
      if (json) printJson(output)
      else print(text(output))
      if (checked.some(({ level }) => level === 'error' || strict)) process.exitCode = 1
    })
}

/** The replies of all cassettes; none where a cassette is invalid would hide that, so it throws. */
function recordedReplies(folder: string): RecordedReply[] {
  return [...readCassettes(folder).values()].flatMap(({ golden, replies }) =>
    replies.map(({ text: reply }) => ({ golden, text: reply })),
  )
}

function shown(path: string): string {
  const near = relative(process.cwd(), path)
  return near.startsWith('..') ? path : near.replaceAll('\\', '/')
}

function text({ files, findings }: GoldensCheck): string {
  const count = (level: SetFinding['level']) => findings.filter((each) => each.level === level).length
  const goldens = files.reduce((sum, { goldens }) => sum + (goldens ?? 0), 0)
  return [
    ...findings.flatMap(({ level, file, line, column, message }) => {
      const colour = level === 'error' ? 'red' : 'yellow'
      const place = `${printable(file)}:${line}:${column}`
      return columns([[place, styleText(colour, level), printable(message, { max: 600 })]], { isOwn: true })
    }),
    `${counted(goldens, 'golden')} in ${counted(files.length, 'set')}: ${counted(count('error'), 'error')}, ${counted(count('warning'), 'warning')}`,
  ].join('\n')
}
