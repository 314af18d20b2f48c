import { Command, Option } from 'commander'
import type { Settings } from '../../settings/settings.ts'
import { type Source, SOURCES } from '../../source.ts'
import { printable } from '../../text/printable.ts'
import { print, printError, printJson, printQuoted } from '../print.ts'
import { progress } from '../progress.ts'
import { terminalWidth } from '../../text/terminal-width.ts'

interface AskOptions {
  source?: Source
  conversation?: string
  json?: boolean
}

/** `aios ask`: asks one question as an application would. Writes no file. Exit code 1 when there is no reply. */
export function askCommand(context: () => Promise<Settings>): Command {
  return new Command('ask')
    .argument('<question>', 'what a user says; - reads it from standard input')
    .addOption(new Option('--source <source>', "ask this one, whatever the router's choice").choices(SOURCES))
    .option('--conversation <id>', 'id of the conversation, which gives the bucket (default: a new one)')
    .option('--json', 'print the facts as JSON, of the form of schemas/ask.schema.json')
    .addHelpText(
      'after',
      '\nExamples:\n  npx aios ask "How are you doing today?"\n  npx aios ask --source embedder "What is 17 times 23?"\n  git diff | npx aios ask - --json',
    )
    .action(async (given: string, { source, conversation, json = false }: AskOptions) => {
      const settings = await context()
      const question = given === '-' ? await readAll(process.stdin) : given
      if (question.trim() === '') throw new Error('there is no question: npx aios ask "Plan a day in Rome"')
      const { askOnce } = await import('./ask-once.ts')
      const { routeText, resultText } = await import('./ask-text.ts')
      const stop = new AbortController()
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
      const report = await askOnce(settings, {
        question,
        source,
        conversation,
        signal: stop.signal,
        onBackend: (description) => printError(`aios  ${printable(description, { newlines: true })}`),
        onRoute: (route) => {
          if (!json) print(routeText(route, terminalWidth()))
        },
        onWait: (text) => progress.update(text),
        warn: (warning) => printError(`warning: ${printable(warning, { max: 400 })}`),
      })
      if (json) printJson(report)
      else (report.result.kind === 'reply' ? printQuoted : print)(resultText(report.result, terminalWidth()))
      process.exitCode = report.result.kind === 'reply' ? 0 : 1
    })
}

async function readAll(stream: NodeJS.ReadStream): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array))
  return Buffer.concat(chunks).toString('utf8')
}
