import type { SloOutput } from '../../../schemas/generated/slo-output.ts'
import { basename } from 'node:path'
import { styleText } from 'node:util'
import { Command, Option } from 'commander'
import { STATE_WORDS } from '../../artifacts/slo/check-text.ts'
import { stateOf } from '../../artifacts/slo/state.ts'
import { errorMessage } from '../../text/error-message.ts'
import type { SloState } from '../../verdicts/slo/notification.ts'
import type { SloVerdict } from '../../verdicts/slo/judge.ts'
import type { Slo } from '../../verdicts/slo/objectives.ts'
import type { SloCheck } from '../../artifacts/slo/check.ts'
import { printable } from '../../text/printable.ts'
import { describeObjective } from '../../verdicts/slo/objective-text.ts'
import type { Settings } from '../../settings/settings.ts'
import { LOG_HELP } from '../log-option.ts'
import { number } from '../number.ts'
import { duration, sinceTime } from '../time.ts'
import { inspect } from './inspect.ts'
import { repositoryOf, updateIssue } from './github-issue.ts'
import { notifyWebhook, WEBHOOK_FORMATS, type Webhook } from './webhook.ts'
import { print, printError, printJson } from '../print.ts'
import { terminalWidth } from '../../text/terminal-width.ts'
import { wrapped } from '../../text/wrapped.ts'

interface SloOptions extends Slo {
  log?: string[]
  report?: string
  since?: Date
  maxAge: number
  json?: boolean
  notify?: string | true
  notifyFormat: (typeof WEBHOOK_FORMATS)[number]
  coolDown: number
  issue?: boolean
}

const DAY = 86_400_000
const HOUR = 3_600_000

/** `aios slo`: checks the objectives. Exit code 0: met, 2: violated, 1: cannot tell. */
export function sloCommand(context: () => Promise<Settings>): Command {
  return new Command('slo')
    .option('--since <time>', 'compute from the log, from then on: 24h, 30m, 7d, or an ISO time', sinceTime)
    .option('--log <path...>', `with --since: ${LOG_HELP}`)
    .option('--report <file>', 'check this report instead of the last one')
    .addOption(new Option('--max-age <time>', 'maximum age of the report').argParser(duration).default(7 * DAY, '7d'))
    .option('--pass-rate <share>', 'minimum share of goldens that pass', number('a number'))
    .option('--p95-ms <ms>', 'maximum 95th percentile of the latency', number('a number'))
    .option('--drift <distance>', "maximum distance of the router's boundary from 0.5", number('a number'))
    .option('--error-rate <share>', 'maximum share of questions without a reply', number('a number'))
    .option('--ttft-ms <ms>', 'maximum 95th percentile of the time to the first token', number('a number'))
    .option('--tokens-per-second <number>', 'minimum median speed', number('a number'))
    .option('--tokens-per-reply <number>', 'maximum mean length', number('a number'))
    .option(
      '--confidence <share>',
      'with --since: confidence that a verdict requires, such as 0.95',
      number('a number'),
    )
    .option('--json', 'print the facts as JSON')
    .option(
      '--notify [url]',
      'send the state to a webhook when it changes; without an address, to that of AIOS_NOTIFY_URL',
    )
    .addOption(
      new Option('--notify-format <format>', 'slack sends { text }, json sends the facts')
        .choices(WEBHOOK_FORMATS)
        .default('slack'),
    )
    .addOption(
      new Option('--cool-down <time>', 'minimum time between two notifications')
        .argParser(duration)
        .default(HOUR, '1h'),
    )
    .option('--issue', 'keep one GitHub issue open while the objectives are not met; for workflows')
    .addHelpText(
      'after',
      '\nExamples:\n  npx aios slo\n  npx aios slo --since 24h --confidence 0.95\n  npx aios slo --since 1h --notify https://hooks.example.com/aios',
    )
    .action(async (options: SloOptions & { drift?: number; p95Ms?: number }) => {
      const settings = await context()
      const { checkLastReport, checkLog } = await import('../../artifacts/slo/check.ts')
      const { withCompleteRuns } = await import('../../artifacts/slo/complete-runs.ts')
      const { sloProblems } = await import('../../verdicts/slo/objectives.ts')
      const given = objectivesOf(options)
      const webhook = webhookOf(options)
      const repository = options.issue === true ? repositoryOf(process.env) : undefined
      const problems = sloProblems(given, { sources: OBJECTIVE_FLAGS })
      if (problems.length > 0) throw new Error(problems.join('; '))
      if (given.confidence !== undefined && options.since === undefined)
        throw new Error('--confidence requires --since, such as --since 24h: a report has aggregates only')
      if (options.log !== undefined && options.since === undefined)
        throw new Error('--log requires --since, such as --since 2025-01-01')
      if (options.report !== undefined && options.since !== undefined)
        throw new Error('--report and --since cannot be used together')
      const check =
        options.since === undefined
          ? await withCompleteRuns(
              settings.dir,
              checkLastReport(settings.dir, given, {
                now: new Date(),
                maxAgeMs: options.maxAge,
                usual: settings.slo,
                ...(options.report === undefined ? {} : { path: options.report }),
              }),
            )
          : await checkLog(settings.dir, { overrides: given, usual: settings.slo }, options.since, options.log)
      const output: SloOutput = { schema_version: '1.0', ...check }
      if (options.json === true) printJson(output)
      else print(render(check, options))
      process.exitCode = EXIT_CODES[stateOf(check)]
      const project = { dir: settings.dir, project: basename(process.cwd()) }
      if (webhook !== undefined) await report(() => notifyWebhook(check, webhook, project))
      if (repository !== undefined) await report(() => updateIssue(check, repository))
    })
}

/** Prints what a notification did. One that fails is a warning: the exit code is that of the objectives. */
async function report(notify: () => Promise<string>): Promise<void> {
  try {
    printError(printable(await notify()))
  } catch (error) {
    printError(`${styleText('yellow', 'warning')}: ${printable(errorMessage(error), { max: 400 })}`)
  }
}

function webhookOf({ notify, notifyFormat, coolDown }: SloOptions): Webhook | undefined {
  if (notify === undefined) return undefined
  const given = notify === true ? process.env['AIOS_NOTIFY_URL'] : notify
  if (given === undefined || given === '')
    throw new Error('--notify requires an address: --notify https://host/path, or the variable AIOS_NOTIFY_URL')
  const from = notify === true ? 'AIOS_NOTIFY_URL' : '--notify'
  const url = URL.parse(given)
  // The value is not repeated: the address of a webhook is a secret.
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new Error(`${from} must be an address such as https://host/path`)
  if (url.username !== '' || url.password !== '')
    throw new Error(`${from} must be an address without a user name and password; put the secret into its path`)
  return { url, format: notifyFormat, coolDownMs: coolDown }
}

/** The options of the command by the objective that they set. */
const OBJECTIVE_FLAGS = new Map(
  Object.entries({
    passRate: '--pass-rate',
    p95Ms: '--p95-ms',
    boundaryDrift: '--drift',
    errorRate: '--error-rate',
    ttftMs: '--ttft-ms',
    tokensPerSecond: '--tokens-per-second',
    tokensPerReply: '--tokens-per-reply',
    confidence: '--confidence',
  } satisfies Record<keyof Slo, string>).map(([name, flag]) => [`/${name}`, { name: flag }]),
)

function objectivesOf(options: SloOptions & { drift?: number }): Slo {
  const { passRate, p95Ms, drift, errorRate, ttftMs, tokensPerSecond, tokensPerReply, confidence } = options
  const given = {
    passRate,
    p95Ms,
    boundaryDrift: drift,
    errorRate,
    ttftMs,
    tokensPerSecond,
    tokensPerReply,
    confidence,
  }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

const EXIT_CODES = { met: 0, cannot_tell: 1, violated: 2 } as const

const COLOURS = { met: 'green', cannot_tell: 'yellow', violated: 'red' } as const

/** What to do next. */
function nextSteps(state: SloState, sets: readonly SloVerdict[], options: Pick<SloOptions, 'since' | 'log'>): string[] {
  if (state === 'met') return []
  if (state === 'violated') return inspect(sets, options)
  const run = 'run all goldens: npx vitest run goldens'
  // Without an objective, only a part of the set ran.
  if (sets.some(({ objectives }) => objectives.length === 0)) return [run]
  return [
    `${run}; if it is still inconclusive, add goldens${options.since !== undefined ? ' or choose an earlier --since' : ''}`,
  ]
}

/** Columns of `cannot tell` and the gap after it. */
const INDENT = 13

function render(check: SloCheck, options: Pick<SloOptions, 'since' | 'log'>): string {
  if (check.kind === 'cannot_tell') {
    const layout = { indent: INDENT, columns: terminalWidth() }
    return [
      wrapped(printable(check.reason, { max: 400 }), { ...layout, label: styleText('yellow', 'cannot tell') }),
      wrapped(`-> ${check.next}`, layout),
    ].join('\n')
  }
  const state = stateOf(check)
  const lines = check.sets.flatMap(({ set, objectives, reason }) => [
    styleText('bold', printable(set)),
    ...objectives.map((each) => `  ${each.met ? describeObjective(each) : styleText('red', describeObjective(each))}`),
    // The line of each objective has its own reason.
    ...(reason === undefined || objectives.length > 0 ? [] : [`  ${printable(reason, { max: 400 })}`]),
  ])
  return [
    ...lines,
    ...check.notes.map((note) => `note: ${printable(note, { max: 400 })}`),
    `${styleText(COLOURS[state], STATE_WORDS[state])}  according to ${check.from}`,
    ...nextSteps(state, check.sets, options).map((next) => `-> ${printable(next, { max: 400 })}`),
  ].join('\n')
}
