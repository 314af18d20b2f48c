import type { EvaluateOutput } from '../../../schemas/generated/router-output.ts'
import { Command } from 'commander'
import { printable } from '../../text/printable.ts'
import type { Evaluation } from '../../router/evaluation/evaluate.ts'
import { MIN_EFFECTIVE_SIZE } from '../../router/evaluation/refusal.ts'
import { policyOptions } from '../../router/options.ts'
import { routerOptions } from '../../settings/router-options.ts'
import type { Settings } from '../../settings/settings.ts'
import { LOG_HELP } from '../log-option.ts'
import { sinceTime } from '../time.ts'
import { reflowed } from '../../text/wrapped.ts'
import { writeDrawing } from './drawing.ts'
import { print, printJson } from '../print.ts'
import { proseWidth } from '../../text/terminal-width.ts'
import { progress } from '../progress.ts'
import { counted } from '../../text/counted.ts'

interface EvaluateOptions {
  log?: string[]
  since?: Date
  svg?: string
  json?: boolean
}

/** `aios router evaluate`: estimates the value of each boundary from the log. Exit code 1: the log does not allow it. */
export function evaluateCommand(context: () => Promise<Settings>): Command {
  return new Command('evaluate')
    .description('estimate the value of each boundary from the log: IPS, SNIPS and doubly robust')
    .option('--log <path...>', LOG_HELP)
    .option('--since <time>', 'only replies from then on: 24h, 30m, 7d, or an ISO time', sinceTime)
    .option('--svg <file>', 'draw the gains with their intervals into a file')
    .option('--json', 'print the figures as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  npx aios router evaluate --since 7d\n  npx aios router evaluate --svg gains.svg',
    )
    .action(async ({ log, since, svg, json = false }: EvaluateOptions) => {
      const settings = await context()
      const [{ openQuery }, { routedLog }, { evaluate }] = await Promise.all([
        import('../open-query.ts'),
        import('./routed-log.ts'),
        import('../../router/evaluation/evaluate.ts'),
      ])
      // The query is closed before the estimation, which takes memory too.
      const read = async () => {
        const query = await openQuery(settings.dir, log ?? settings.dir)
        try {
          return await routedLog(query, since === undefined ? {} : { since })
        } finally {
          query.close()
        }
      }
      const { messages, notes, files } = await read()
      progress.block(`estimating boundaries from ${counted(messages.length, 'message')}`)
      const evaluation = evaluate(messages, policyOptions(routerOptions(settings)))
      const refused = whyRefused(evaluation, { hasLog: files.length > 0, from: log ?? [settings.dir] })
      process.exitCode = refused === null ? 0 : 1
      if (svg !== undefined && refused === null) await draw(svg, evaluation)
      const output: EvaluateOutput = { schema_version: '1.0', kind: 'evaluate', refused, notes, ...evaluation }
      if (json) return printJson(output)
      if (refused !== null)
        return print([reflowed(`cannot evaluate: ${refused}`, proseWidth()), ...notes.map(shown)].join('\n'))
      const { evaluationText } = await import('./evaluation-text.ts')
      print([...evaluationText(evaluation), ...notes.map(shown)].join('\n'))
    })
}

async function draw(path: string, { boundaries }: Evaluation): Promise<void> {
  const { gainsSvg } = await import('./gains-svg.ts')
  await writeDrawing(path, gainsSvg(boundaries))
}

/** null: at least one boundary can be evaluated. */
function whyRefused(
  { messages, drawn, certain, conversations, boundaries }: Evaluation,
  { hasLog, from }: { hasLog: boolean; from: readonly string[] },
): string | null {
  if (!hasLog)
    return `there is no log in ${printable(from.join(', '))}\n-> live runs of suites write one: see docs/router.md`
  if (messages + certain === 0)
    return 'the log has no reply that boundaries can be evaluated by: one to a message that the router routed, of a live model, with a judgement\n-> ask questions in plain tests and judge the replies; replies to goldens do not count'
  if (drawn === 0)
    return `none of the ${certain + messages} messages of the log was randomized, so the outcome of the other model cannot be estimated\n-> the questions of plain tests take part in the experiment; goldens do not`
  if (conversations === 1)
    return `all ${messages} messages belong to one conversation, and an interval needs several\n-> give each conversation its own id`
  const rest = boundaries.find(({ boundary }) => boundary === 0.5)?.effective ?? 0
  if (boundaries.some(({ refused }) => refused === null)) return null
  return `the effective sample near the boundary has ${Math.floor(rest)} messages, and ${MIN_EFFECTIVE_SIZE} are needed: ${MIN_EFFECTIVE_SIZE - Math.floor(rest)} are missing`
}

function shown(note: string): string {
  return printable(note, { max: 300 })
}
