import { styleText } from 'node:util'
import { Command } from 'commander'
import { printable } from '../../provenance/printable.ts'
import type { Estimate } from '../../router/evaluation/clustered.ts'
import type { BoundaryValue, Evaluation } from '../../router/evaluation/evaluate.ts'
import { policyOptions } from '../../router/options.ts'
import { routerOptions } from '../../run/router-settings.ts'
import type { Settings } from '../../settings/types.ts'
import { sinceTime } from '../time.ts'

interface EvaluateOptions {
  since?: Date
  svg?: string
  json?: boolean
}

/** `aios router evaluate`: what each boundary would have been worth. Exit code 1: the log does not tell. */
export function evaluateCommand(context: () => Promise<Settings>): Command {
  return new Command('evaluate')
    .description('what each boundary would have been worth, from the log: IPS, SNIPS and doubly robust')
    .option('--since <time>', 'only replies from then on: 24h, 30m, 7d, or an ISO time', sinceTime)
    .option('--svg <file>', 'draw the gains with their intervals into a file')
    .option('--json', 'print the figures as JSON')
    .action(async ({ since, svg, json = false }: EvaluateOptions) => {
      const settings = await context()
      const [{ routedLog }, { evaluate }] = await Promise.all([
        import('../../run/router-log.ts'),
        import('../../router/evaluation/evaluate.ts'),
      ])
      const { messages, notes, files } = await routedLog(settings.dir, since === undefined ? {} : { since })
      const evaluation = evaluate(messages, policyOptions(routerOptions(settings)))
      const refused = whyRefused(evaluation, { hasLog: files.length > 0, dir: settings.dir })
      process.exitCode = refused === null ? 0 : 1
      if (json) return console.log(JSON.stringify({ refused, notes, ...evaluation }, null, 2))
      if (refused !== null) return console.log([`cannot tell: ${refused}`, ...notes.map(shown)].join('\n'))
      if (svg !== undefined) {
        const { gainsSvg } = await import('./gains-svg.ts')
        const { default: writeFileAtomic } = await import('write-file-atomic')
        await writeFileAtomic(svg, gainsSvg(evaluation.boundaries))
      }
      console.log([...render(evaluation), ...notes.map(shown)].join('\n'))
    })
}

/** null: there is something to tell. */
function whyRefused(
  { messages, drawn, certain, boundaries }: Evaluation,
  { hasLog, dir }: { hasLog: boolean; dir: string },
): string | null {
  if (!hasLog)
    return `there is no log in ${printable(dir)}\n-> live runs write one, and traffic teaches: see docs/router.md`
  if (messages + certain === 0) return 'the log has no reply that was routed, measured and judged'
  if (drawn === 0)
    return `nothing was left to chance in the ${certain + messages} messages of the log, so nobody knows what the other model would have done\n-> what plain tests and applications ask takes part in the experiment; goldens do not`
  const best = Math.max(...boundaries.map(({ effective }) => effective))
  if (boundaries.every(({ refused }) => refused))
    return `the log is worth ${Math.floor(best)} messages near the boundary, and it takes 100: ${Math.ceil(100 - best)} are missing`
  return null
}

const COLUMNS = 25

function render({ messages, drawn, certain, conversations, boundaries }: Evaluation): string[] {
  const reach = Math.max(
    0.001,
    ...boundaries.flatMap(({ refused, gain }) => (refused ? [] : [Math.abs(gain.lower), Math.abs(gain.upper)])),
  )
  const rows = boundaries.map((each) => {
    const head = each.boundary.toFixed(2)
    if (each.refused) return `${head}  refused: worth ${Math.floor(each.effective)} messages, and it takes 100`
    const figures = [
      interval(each.utility),
      signed(each.gain),
      `${(100 * each.quality.value).toFixed(1)} %`.padStart(7),
      `${each.latencyS.value.toFixed(2)} s`.padStart(8),
      each.ips.value.toFixed(3).padStart(6),
      each.snips.value.toFixed(3).padStart(6),
      String(Math.floor(each.effective)).padStart(6),
    ]
    return `${head}  ${figures.join('  ')}`
  })
  const plot = boundaries.map((each) => `${each.boundary.toFixed(2)}  ${each.refused ? '' : strip(each, reach)}`)
  return [
    `${messages} messages in ${conversations} conversations, ${drawn} of them near the boundary and left to chance`,
    '',
    styleText(
      'bold',
      '      utility (95 %)           gain over 0.50 (95 %)      quality   latency     IPS   SNIPS  worth',
    ),
    ...rows,
    '',
    `gain over 0.50, 95 %, from -${reach.toFixed(3)} to +${reach.toFixed(3)}`,
    ...plot,
    ...(certain > 0 ? [`left out: ${certain} near the boundary that were not left to chance, such as goldens`] : []),
  ]
}

/** An interval as a line of characters around zero. */
function strip({ gain }: BoundaryValue, reach: number): string {
  const at = (value: number) =>
    Math.round(((Math.max(-reach, Math.min(reach, value)) + reach) / (2 * reach)) * (COLUMNS - 1))
  const cells = Array.from({ length: COLUMNS }, (_, column) => {
    if (column === at(gain.value)) return 'o'
    if (column >= at(gain.lower) && column <= at(gain.upper)) return '-'
    return column === at(0) ? '|' : ' '
  })
  return cells.join('').trimEnd()
}

function interval({ value, lower, upper }: Estimate): string {
  return `${value.toFixed(3)} (${lower.toFixed(3)} to ${upper.toFixed(3)})`.padEnd(23)
}

function signed({ value, lower, upper }: Estimate): string {
  const sign = (number: number) => `${number < 0 ? '' : '+'}${number.toFixed(3)}`
  return `${sign(value)} (${sign(lower)} to ${sign(upper)})`.padEnd(25)
}

function shown(note: string): string {
  return printable(note, { max: 300 })
}
