import type { ExplainOutput } from '../../../schemas/generated/router-output.ts'
import { styleText } from 'node:util'
import { Command } from 'commander'
import { printable } from '../../text/printable.ts'
import type { Settings } from '../../settings/settings.ts'
import { wrapped } from '../../text/wrapped.ts'
import { explainRoute, type RouteExplanation } from '../../artifacts/router/explain-route.ts'
import { emptyState, findState } from '../../artifacts/router/find-state.ts'
import { print, printJson } from '../print.ts'
import { proseWidth } from '../../text/terminal-width.ts'

/** `aios router explain`: prints the parts of a message's weight and its route. */
export function explainCommand(context: () => Promise<Settings>): Command {
  return new Command('explain')
    .description("print the parts of a message's weight, and where it would go")
    .argument('<message>', 'the message of a user; - reads it from standard input')
    .option('--json', 'print the facts as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  npx aios router explain "How are you doing today?"\n  git log -1 --format=%B | npx aios router explain -',
    )
    .action(async (given: string, { json = false }: { json?: boolean }) => {
      const settings = await context()
      const message = given === '-' ? await readAll(process.stdin) : given
      if (message.trim() === '')
        throw new Error('the message is empty; example: npx aios router explain "Plan a day in Rome"')
      const { state } = await findState(settings)
      const explanation = explainRoute(message, state ?? emptyState(), settings)
      const output: ExplainOutput = { schema_version: '1.0', kind: 'explain', ...explanation }
      if (json) printJson(output)
      else print(render(explanation))
    })
}

/** Longest bar, in columns. */
const BAR = 40

function render({ message, value, parts, weights, boundaries, goesTo, experiment, off }: RouteExplanation): string {
  const sorted = Object.entries(parts).sort(([, a], [, b]) => Math.abs(b) - Math.abs(a))
  const width = Math.max(...sorted.map(([name]) => name.length))
  // Two columns before the name, two after it, and the figure with two behind it.
  const most = Math.max(1, Math.min(BAR, proseWidth() - width - 12))
  const bars = sorted.map(([name, part]) => {
    const bar = '█'.repeat(Math.min(most, Math.max(1, Math.round(Math.abs(part) * most))))
    const signed = `${part < 0 ? '-' : '+'}${Math.abs(part).toFixed(3)}`
    return `  ${name.padEnd(width)}  ${signed}  ${styleText(part < 0 ? 'yellow' : 'cyan', bar)}`
  })
  return [
    row(styleText('bold', 'message'), printable(message, { max: 200 }), 9, { isQuoted: true }),
    row(styleText('bold', 'weight'), `${value.toFixed(3)} (coefficients: ${printable(weights, { max: 300 })})`, 9),
    ...bars,
    row('control', `${goesTo.control}: the boundary is ${boundaries.control}`, 11),
    row(
      'treatment',
      `${goesTo.treatment}: the boundary is ${boundaries.treatment}${experiment ? ', and the experiment draws the model for messages like this' : ''}`,
      11,
    ),
    ...(off === null ? [] : [`adaptation is off: ${printable(off)}`]),
  ].join('\n')
}

function row(label: string, text: string, indent: number, { isQuoted = false } = {}): string {
  return wrapped(text, { label, indent, columns: proseWidth(), isQuoted })
}

async function readAll(stream: NodeJS.ReadStream): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array))
  return Buffer.concat(chunks).toString('utf8')
}
