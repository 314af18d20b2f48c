import type { RotateOutput } from '../../schemas/generated/rotate-output.ts'
import { Command, Option } from 'commander'
import type { Rotation } from '../provenance/rotation.ts'
import type { Settings } from '../settings/settings.ts'
import { withDefaults } from '../with-defaults.ts'
import { printable } from '../text/printable.ts'
import { number } from './number.ts'
import { print, printJson } from './print.ts'
import { columns } from './columns.ts'

interface RotateOptions {
  maxMb?: number
  keep?: number
  force?: boolean
  json?: boolean
}

/** The options of the command by the option of the plugin that they replace. */
const FLAGS = new Map([
  ['/maxMb', { name: '--max-mb' }],
  ['/keep', { name: '--keep' }],
])

/** `aios rotate`: rotates the provenance log when it is due, compresses older parts, and deletes the oldest. */
export function rotateCommand(context: () => Promise<Settings>): Command {
  return new Command('rotate')
    .addOption(
      new Option('--max-mb <number>', 'size from which it is due (default: log.maxMb of the options)').argParser(
        number('a number'),
      ),
    )
    .addOption(
      new Option('--keep <number>', 'parts to keep (default: log.keep of the options)').argParser(number('a number')),
    )
    .option('--force', 'rotate now, whatever its size and age')
    .option('--json', 'print the facts as JSON')
    .addHelpText('after', '\nExamples:\n  npx aios rotate\n  npx aios rotate --force --keep 30')
    .action(async ({ maxMb, keep, force = false, json = false }: RotateOptions) => {
      const { dir, log } = await context()
      const { optionProblems } = await import('../text/option-errors.ts')
      const { validateLogOptions } = await import('../../schemas/generated/options.validate.js')
      const problems = optionProblems(validateLogOptions, { maxMb, keep }, { sources: FLAGS })
      if (problems.length > 0) throw new Error(problems.join('; '))
      const { rotateLog } = await import('../provenance/rotation.ts')
      const rotation = await rotateLog(dir, withDefaults(log, { maxMb, keep }), { force })
      const output: RotateOutput = { schema_version: '1.0', ...rotation }
      if (json) printJson(output)
      else print(render(rotation, { dir, force }))
    })
}

function render({ rotated, compressed, deleted }: Rotation, { dir, force }: { dir: string; force: boolean }): string {
  const lines = [
    ...(rotated === null ? [] : [['rotated', rotated]]),
    ...compressed.map((part) => ['compressed', part]),
    ...deleted.map((part) => ['deleted', part]),
  ].map((cells) => cells.map((cell) => printable(cell)))
  if (lines.length === 0 && force) return `nothing to rotate: there is no log in ${printable(dir)}, or it is empty`
  if (lines.length === 0) return `not due: nothing to rotate in ${printable(dir)} (rotate all the same with --force)`
  return columns(lines).join('\n')
}
