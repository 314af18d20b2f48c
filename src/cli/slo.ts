import { styleText } from 'node:util'
import { Command, InvalidArgumentError, Option } from 'commander'
import type { Slo } from '../verdicts/slo/objectives.ts'
import type { SloCheck } from '../artifacts/slo/check.ts'
import { printable } from '../text/printable.ts'
import { describeObjective } from '../verdicts/slo/objective-text.ts'
import type { Settings } from '../settings/settings.ts'
import { LOG_HELP } from './log-option.ts'
import { duration, sinceTime } from './time.ts'

interface SloOptions extends Slo {
  log?: string[]
  report?: string
  since?: Date
  maxAge: number
  json?: boolean
}

const DAY = 86_400_000

/** `aios slo`: checks the objectives. Exit code 0: met, 2: violated, 1: cannot tell. */
export function sloCommand(context: () => Promise<Settings>): Command {
  return new Command('slo')
    .description(
      'check the last report, or the log, against the objectives; exit code 0 met, 2 violated, 1 cannot tell',
    )
    .option('--since <time>', 'compute from the log, from then on: 24h, 30m, 7d, or an ISO time', sinceTime)
    .option('--log <path...>', `with --since: ${LOG_HELP}`)
    .option('--report <file>', 'check this report instead of the last one')
    .addOption(new Option('--max-age <time>', 'maximum age of the report').argParser(duration).default(7 * DAY, '7d'))
    .option('--pass-rate <share>', 'minimum share of goldens that pass', amount)
    .option('--p95-ms <ms>', 'maximum 95th percentile of the latency', amount)
    .option('--drift <distance>', "maximum distance of the router's boundary from 0.5", amount)
    .option('--error-rate <share>', 'maximum share of questions without a reply', amount)
    .option('--ttft-ms <ms>', 'maximum 95th percentile of the time to the first token', amount)
    .option('--tokens-per-second <number>', 'minimum median speed', amount)
    .option('--tokens-per-reply <number>', 'maximum mean length', amount)
    .option('--confidence <share>', 'with --since: confidence that a verdict requires, such as 0.95', amount)
    .option('--json', 'print the facts as JSON')
    .action(async (options: SloOptions & { drift?: number; p95Ms?: number }) => {
      const settings = await context()
      const { checkLastReport, checkLog } = await import('../artifacts/slo/check.ts')
      const { sloProblems } = await import('../verdicts/slo/objectives.ts')
      const given = objectivesOf(options)
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
          ? checkLastReport(settings.dir, given, {
              now: new Date(),
              maxAgeMs: options.maxAge,
              usual: settings.slo,
              ...(options.report === undefined ? {} : { path: options.report }),
            })
          : await checkLog(settings.dir, { overrides: given, usual: settings.slo }, options.since, options.log)
      console.log(options.json === true ? JSON.stringify(check, null, 2) : render(check))
      process.exitCode = exitCode(check)
    })
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

function exitCode(check: SloCheck): 0 | 1 | 2 {
  if (check.kind === 'cannot_tell') return 1
  const verdicts = check.sets.map(({ verdict }) => verdict)
  if (verdicts.includes('fail')) return 2
  return verdicts.every((verdict) => verdict === 'pass') ? 0 : 1
}

const WORDS = ['met', 'cannot tell', 'violated'] as const

/** What to do next, by exit code. */
const NEXT = [
  [],
  [
    'run the whole set again: npx vitest run goldens; if it is still inconclusive, add goldens or choose an earlier --since',
  ],
  ['inspect the failed goldens: npx vitest goldens --ui'],
] as const

function render(check: SloCheck): string {
  if (check.kind === 'cannot_tell') {
    return `${styleText('yellow', 'cannot tell')}  ${printable(check.reason, { max: 400 })}\n             -> ${check.next}`
  }
  const code = exitCode(check)
  const lines = check.sets.flatMap(({ set, objectives, reason }) => [
    styleText('bold', printable(set)),
    ...objectives.map((each) => `  ${each.met ? describeObjective(each) : styleText('red', describeObjective(each))}`),
    ...(reason === undefined ? [] : [`  ${printable(reason, { max: 400 })}`]),
  ])
  const colour = code === 0 ? 'green' : code === 2 ? 'red' : 'yellow'
  return [
    ...lines,
    ...check.notes.map((note) => `note: ${printable(note, { max: 400 })}`),
    `${styleText(colour, WORDS[code])}  by ${check.from}`,
    ...NEXT[code].map((next) => `-> ${next}`),
  ].join('\n')
}

/** Parses a number strictly: `Number('')` is 0, which any share of passes meets. */
function amount(text: string): number {
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim())) return Number(text)
  throw new InvalidArgumentError('It must be a number.')
}
