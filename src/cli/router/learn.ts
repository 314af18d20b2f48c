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

interface LearnOptions {
  log?: string[]
  since?: Date
  dryRun?: boolean
  undo?: boolean
  json?: boolean
}

/**
 * `aios router learn`: fits the weight to the log, and writes it if it is better. Exit code 0: written, restored, or with
 * `--dry-run` better; 1: the weights stay as they are.
 */
export function learnCommand(context: () => Promise<Settings>): Command {
  return new Command('learn')
    .description('fit the weight of messages to the log; written only if it ranks them better')
    .option('--log <path...>', LOG_HELP)
    .option('--since <time>', 'only replies from then on: 24h, 30m, 7d, or an ISO time', sinceTime)
    .option('--dry-run', 'measure and report, write nothing')
    .option('--undo', 'go back to the weights before the last learning')
    .option('--json', 'print the facts as JSON')
    .action(async ({ log, since, dryRun = false, undo = false, json = false }: LearnOptions) => {
      const { root, dir, router } = await context()
      const place = relative(root, router.weights) || router.weights
      if (undo) return goBack(router.weights, place, json)
      const { learnFromLog } = await import('./learn-from-log.ts')
      const learning = await learnFromLog({
        log: log ?? dir,
        path: router.weights,
        dryRun,
        ...(since === undefined ? {} : { since }),
      })
      console.log(json ? JSON.stringify(factsOf(learning), null, 2) : render(learning, { place, dryRun }))
      process.exitCode = learning.result.kind === 'learnt' && learning.result.better ? 0 : 1
    })
}

async function goBack(path: string, place: string, json: boolean): Promise<void> {
  const { previousPath, undoCoefficients } = await import('../../router/weight/coefficients-file.ts')
  const undone = await undoCoefficients(path)
  if (json) console.log(JSON.stringify({ undone, path, previous: previousPath(path) }, null, 2))
  else console.log(UNDONE[undone](place))
  process.exitCode = undone === 'nothing' ? 1 : 0
}

const UNDONE = {
  restored: (place: string) =>
    `${place} holds the weights before the last learning again; the same command brings the learnt ones back`,
  package: (place: string) =>
    `the package's own weights hold again: ${place} was the first; the same command brings it back`,
  nothing: (place: string) => `nothing to undo: no weights were kept beside ${place}`,
} as const

function factsOf({ result, log, written }: Learning) {
  return {
    ...result,
    written,
    replies: { unusable: log.unusable, notes: log.notes, since: log.since, until: log.until },
  }
}

const ARROW = { label: '->', indent: 3 }

function render({ result, log }: Learning, { place, dryRun }: { place: string; dryRun: boolean }): string {
  const lines = [dataLine(result, log), ...log.notes.map((note) => printable(note, { max: 300 }))]
  if (result.kind === 'refused')
    return [
      ...lines,
      `${styleText('yellow', 'not learnt')}  ${result.reason}`,
      wrapped('judged live runs bring more: npx vitest run goldens, or a hypothesis that asks both sources', ARROW),
    ].join('\n')
  const { current, learned, measure, difference, better } = result
  const row = (name: string, { recovery, apgr, ranking }: typeof current) =>
    `  ${name.padEnd(8)} ${interval(apgr, recovery.apgr === null ? 'no gap' : 'gap too small')}   ${interval(ranking, 'undefined')}   ${recovery.cpt50 === null ? '-' : `${Math.round(100 * recovery.cpt50)} %`}`
  return [
    ...lines,
    '',
    `           APGR (chance 0.5)      ranking (chance 0.5)   CPT(50 %)`,
    row('current', current),
    row('learned', learned),
    `  learned minus current by ${measure === 'apgr' ? 'APGR' : 'ranking'}: ${interval(difference, '')}`,
    '  (intervals are of 95 %, by conversation, on held-out ones)',
    ...(measure === 'apgr' ? [] : ['  (main_model is not clearly better on the whole: APGR has no gap to measure)']),
    '',
    ...verdict(better, place, dryRun),
  ].join('\n')
}

function verdict(better: boolean, place: string, dryRun: boolean): string[] {
  if (!better)
    return [
      `${styleText('yellow', 'not better')}  the interval reaches 0 or below: the current weights stay`,
      wrapped('more judged messages, most of all such as both models answered, make it narrower', ARROW),
    ]
  if (dryRun) return [`${styleText('green', 'better')}  -> without --dry-run it is written to ${place}`]
  return [
    `${styleText('green', 'better')}  written to ${place}`,
    '-> review and commit it; go back with: npx aios router learn --undo',
  ]
}

function dataLine(result: Learning['result'], { files, unusable, since, until }: LabelledLog): string {
  if (files.length === 0) return 'there is no log yet'
  const { messages, conversations, discordant, both } = result
  const span = since === '' ? '' : `, ${since.slice(0, 10)} to ${until.slice(0, 10)}`
  const text = `${counted(messages, 'message')} of ${counted(conversations, 'conversation')}${span}: both replies known of ${both}, models differ on ${discordant}; ${unusable} judged replies say nothing (replayed, retried, or not left to chance)`
  return wrapped(text)
}

function interval(estimate: { value: number; lower: number; upper: number } | null, otherwise: string): string {
  if (estimate === null) return otherwise.padEnd(20)
  const { value, lower, upper } = estimate
  return `${value.toFixed(3)} (${lower.toFixed(3)} to ${upper.toFixed(3)})`.padEnd(20)
}
