import type { LearntOutput, NotLearntOutput, UndoOutput } from '../../../schemas/generated/router-output.ts'
import { relative } from 'node:path'
import { styleText } from 'node:util'
import { Command } from 'commander'
import { counted } from '../../text/counted.ts'
import { printable } from '../../text/printable.ts'
import type { LabelledLog } from './labelled-log.ts'
import type { Learning } from './learn-from-log.ts'
import type { Settings } from '../../settings/settings.ts'
import { wrapped } from '../../text/wrapped.ts'
import { LOG_HELP } from '../log-option.ts'
import { sinceTime } from '../time.ts'
import { print, printJson } from '../print.ts'
import { proseWidth } from '../../text/terminal-width.ts'
import { columns } from '../columns.ts'

interface LearnOptions {
  log?: string[]
  since?: Date
  dryRun?: boolean
  undo?: boolean
  json?: boolean
}

/**
 * `aios router learn`: fits the coefficients to the log and writes them if they are better. Exit code 0: written, restored,
 * or with `--dry-run` better; 1: the coefficients stay as they are.
 */
export function learnCommand(context: () => Promise<Settings>): Command {
  return new Command('learn')
    .description('fit the coefficients of the weight to the log; written only if they rank messages better')
    .option('--log <path...>', LOG_HELP)
    .option('--since <time>', 'only replies from then on: 24h, 30m, 7d, or an ISO time', sinceTime)
    .option('--dry-run', 'measure and report, write nothing')
    .option('--undo', 'restore the coefficients before the last learning')
    .option('--json', 'print the facts as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  npx aios router learn --dry-run\n  npx aios router learn --since 30d\n  npx aios router learn --undo',
    )
    .action(async ({ log, since, dryRun = false, undo = false, json = false }: LearnOptions) => {
      const { root, dir, router } = await context()
      const place = relative(root, router.weights) || router.weights
      if (undo) return restorePrevious(router.weights, place, json)
      const { learnFromLog } = await import('./learn-from-log.ts')
      const learning = await learnFromLog({
        log: log ?? dir,
        path: router.weights,
        dryRun,
        ...(since === undefined ? {} : { since }),
      })
      if (json) printJson(factsOf(learning))
      else print(render(learning, { place, dryRun }))
      process.exitCode = learning.result.kind === 'learnt' && learning.result.better ? 0 : 1
    })
}

async function restorePrevious(path: string, place: string, json: boolean): Promise<void> {
  const { previousPath, undoCoefficients } = await import('../../router/weight/coefficients-file.ts')
  const undone = await undoCoefficients(path)
  const output: UndoOutput = { schema_version: '1.0', kind: 'undo', undone, path, previous: previousPath(path) }
  if (json) printJson(output)
  else print(UNDONE[undone](place))
  process.exitCode = undone === 'nothing' ? 1 : 0
}

const UNDONE = {
  restored: (place: string) =>
    `restored the previous coefficients in ${place}; run the same command to return to the learnt ones`,
  package: (place: string) =>
    `removed ${place}: the router uses the coefficients of the package; run the same command to restore the file`,
  nothing: (place: string) => `nothing to undo: there are no previous coefficients beside ${place}`,
} as const

/** The field `weights` is the name of the learnt coefficients in the JSON output. */
function factsOf({ result, log, written }: Learning): LearntOutput | NotLearntOutput {
  const replies = { unusable: log.unusable, notes: log.notes, since: log.since, until: log.until }
  if (result.kind === 'refused') return { schema_version: '1.0', ...result, written: null, replies }
  const { coefficients, ...facts } = result
  return { schema_version: '1.0', ...facts, weights: coefficients, written, replies }
}

const arrow = (text: string) => wrapped(text, { label: '->', indent: 3, columns: proseWidth() })

function render({ result, log }: Learning, { place, dryRun }: { place: string; dryRun: boolean }): string {
  const lines = [dataLine(result, log), ...log.notes.map((note) => printable(note, { max: 300 }))]
  if (result.kind === 'refused')
    return [
      ...lines,
      `${styleText('yellow', 'not learnt')}  ${result.reason}`,
      arrow('judge more live replies: npx vitest run goldens, or a hypothesis that asks both sources'),
    ].join('\n')
  const { current, learned, measure, difference, better } = result
  const row = (name: string, { recovery, apgr, ranking }: typeof current) => [
    name,
    interval(apgr, recovery.apgr === null ? 'no gap' : 'gap too small'),
    interval(ranking, 'undefined'),
    recovery.cpt50 === null ? '-' : `${Math.round(100 * recovery.cpt50)} %`,
  ]
  return [
    ...lines,
    '',
    ...columns(
      [
        ['', 'APGR (chance 0.5)', 'ranking (chance 0.5)', 'CPT(50 %)'],
        row('current', current),
        row('learned', learned),
      ],
      { indent: 2 },
    ),
    `  learned minus current by ${measure === 'apgr' ? 'APGR' : 'ranking'}: ${interval(difference, '')}`,
    '  (95 % intervals by conversation, cross-validated)',
    ...(measure === 'apgr' ? [] : ['  (main_model is not clearly better overall, so APGR has no gap to measure)']),
    '',
    ...verdict(better, place, dryRun),
  ].join('\n')
}

function verdict(better: boolean, place: string, dryRun: boolean): string[] {
  if (!better)
    return [
      `${styleText('yellow', 'not better')}  the interval includes 0 or less: the current coefficients stay`,
      arrow('more judged messages, best answered by both models, make the interval narrower'),
    ]
  if (dryRun) return [`${styleText('green', 'better')}  -> run without --dry-run to write ${place}`]
  return [
    `${styleText('green', 'better')}  written to ${place}`,
    '-> review and commit it; undo with: npx aios router learn --undo',
  ]
}

function dataLine(result: Learning['result'], { files, unusable, since, until }: LabelledLog): string {
  if (files.length === 0) return 'there is no log yet'
  const { messages, conversations, discordant, both } = result
  const span = since === '' ? '' : `, ${since.slice(0, 10)} to ${until.slice(0, 10)}`
  const text = `${counted(messages, 'message')} of ${counted(conversations, 'conversation')}${span}: both replies known for ${both}, models differ on ${discordant}; ${unusable} judged replies not used (replayed, retried, or not randomized)`
  return wrapped(text, { columns: proseWidth() })
}

function interval(estimate: { value: number; lower: number; upper: number } | null, otherwise: string): string {
  if (estimate === null) return otherwise
  const { value, lower, upper } = estimate
  return `${value.toFixed(3)} (${lower.toFixed(3)} to ${upper.toFixed(3)})`
}
