import type { DoctorOutput } from '../../schemas/generated/doctor-output.ts'
import { styleText } from 'node:util'
import { Command } from 'commander'
import { counted } from '../text/counted.ts'
import type { Check } from '../doctor/check.ts'
import { printable } from '../text/printable.ts'
import type { Settings } from '../settings/settings.ts'
import { wrapped } from '../text/wrapped.ts'
import { print, printError, printJson } from './print.ts'
import { terminalWidth } from '../text/terminal-width.ts'

const MARKS = {
  ok: ['ok     ', 'green'],
  warning: ['warning', 'yellow'],
  failed: ['failed ', 'red'],
} as const

/** `aios doctor`: checks everything that a run needs. Exit code 0, or 1 when a check failed. */
export function doctorCommand(context: () => Promise<Settings>): Command {
  return new Command('doctor')
    .option('--json', 'print the checks as JSON')
    .addHelpText('after', '\nExamples:\n  npx aios doctor\n  npx aios doctor --json')
    .action(async ({ json }: { json?: boolean }) => {
      const { diagnose } = await import('../doctor/doctor.ts')
      const checks = await diagnose(await context(), (model, limitMs) => {
        printError(`aios: waiting for ${printable(model)} to load, at most ${limitMs / 1_000} s`)
      })
      const healthy = checks.every(({ status }) => status !== 'failed')
      const output: DoctorOutput = { schema_version: '1.0', ok: healthy, checks }
      if (json === true) printJson(output)
      else print(render(checks))
      process.exitCode = healthy ? 0 : 1
    })
}

/**
 * The checks as text, one paragraph each; without colours when standard output is not a terminal or NO_COLOR is set.
 * Paragraphs are wrapped to `columns`. Default: the width of the terminal; not wrapped elsewhere.
 */
export function render(checks: readonly Check[], columns = terminalWidth()): string {
  const width = Math.max(...checks.map(({ name }) => name.length))
  const lines = checks.flatMap(({ name, status, evidence, remedy }) => {
    const [mark, colour] = MARKS[status]
    const indent = mark.length + width + 4
    const paragraph = (text: string) => wrapped(printable(text), { indent, columns })
    const first = `${styleText(colour, mark)}  ${styleText('bold', name.padEnd(width))}  ${paragraph(evidence).trimStart()}`
    return remedy === null ? [first] : [first, paragraph(`-> ${remedy}`)]
  })
  const count = (wanted: Check['status']) => checks.filter(({ status }) => status === wanted).length
  return [...lines, '', `${count('ok')} ok, ${counted(count('warning'), 'warning')}, ${count('failed')} failed`].join(
    '\n',
  )
}
