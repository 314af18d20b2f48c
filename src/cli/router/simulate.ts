import type { SimulateOutput } from '../../../schemas/generated/router-output.ts'
import { Command, Option } from 'commander'
import { counted } from '../../text/counted.ts'
import { WORLD_NAMES, type WorldName } from '../../router/simulation/worlds.ts'
import type { TrialSummary } from '../../router/simulation/summary.ts'
import { wrapped } from '../../text/wrapped.ts'
import { integer, number } from '../number.ts'
import { writeDrawing } from './drawing.ts'
import { boundaryPlot, COLUMNS } from './plot.ts'
import type { PlottedTrials } from './svg.ts'
import { print, printJson } from '../print.ts'
import { proseWidth, terminalWidth } from '../../text/terminal-width.ts'
import { progress } from '../progress.ts'

const POLICIES = ['evidence', 'threshold'] as const

const POLICY_TEXTS: Readonly<Record<(typeof POLICIES)[number], string>> = {
  evidence: 'moves the boundary when a sequential test finds a gain',
  threshold: 'moves it when quality differs by more than 5 points (runbook)',
}

/** Number of trials in a plot. */
const PLOTTED_TRIALS = 3

/** With fewer trials, shares are too imprecise. */
const MIN_TRIALS = 50

interface Result extends PlottedTrials {
  summary: TrialSummary
}

interface SimulateOptions {
  world?: WorldName
  policy?: (typeof POLICIES)[number]
  seeds: number
  messages: number
  effect: number
  svg?: string
  json?: boolean
}

/** `aios router simulate`: runs both policies in simulated worlds, from fixed seeds. */
export function simulateCommand(): Command {
  return new Command('simulate')
    .description('run both policies in simulated worlds where moving helps, hurts, or does nothing')
    .addOption(new Option('--world <name>', 'one world only').choices([...WORLD_NAMES]))
    .addOption(new Option('--policy <name>', 'one policy only').choices(POLICIES))
    .option('--seeds <number>', 'trials in each world', integer(1, 10_000), 3)
    .option('--messages <number>', 'messages of a trial', integer(100, 1_000_000), 20_000)
    .option(
      '--effect <utility>',
      'difference in utility of the two models near the boundary',
      number('above 0 and at most 0.5, such as 0.1', (value) => value > 0 && value <= 0.5),
      0.1,
    )
    .option('--svg <file>', 'draw the paths of the boundaries into a file')
    .option('--json', 'print the figures as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  npx aios router simulate\n  npx aios router simulate --policy evidence --seeds 20',
    )
    .action(run)
}

async function run({ world, policy, seeds, messages, effect, svg, json = false }: SimulateOptions): Promise<void> {
  const [{ worlds }, { simulate }, { summarizeTrials }, { policyNamed }, { POLICY_DEFAULTS }] = await Promise.all([
    import('../../router/simulation/worlds.ts'),
    import('../../router/simulation/run.ts'),
    import('../../router/simulation/summary.ts'),
    import('../../router/policies/named.ts'),
    import('../../router/policy.ts'),
  ])
  const policies = POLICIES.filter((name) => (policy ?? name) === name)
  const results: Result[] = []
  if (!json) print(`${policies.map((name) => `${name}: ${POLICY_TEXTS[name]}`).join('\n')}\n`)
  for (const each of worlds(effect).filter(({ name }) => (world ?? name) === name)) {
    if (!json) print(`world ${each.name}: ${each.description}`)
    for (const name of policies) {
      const run = (seed: number) => simulate(each, policyNamed(name, POLICY_DEFAULTS), { seed, messages })
      const trials = Array.from({ length: seeds }, (_, seed) => {
        progress.update(`simulating ${each.name}, ${name}: trial ${seed + 1} of ${seeds}`)
        return run(seed)
      })
      const result = {
        world: each.name,
        description: each.description,
        policy: name,
        trials,
        summary: summarizeTrials(each, trials),
      }
      results.push(result)
      if (!json) print(textOf(result, messages))
    }
  }
  if (svg !== undefined) {
    const { pathsSvg } = await import('./svg.ts')
    await writeDrawing(svg, pathsSvg(results, messages))
  }
  if (json) {
    const figures = results.map(({ world, policy, summary }) => ({ world, policy, ...summary }))
    const output: SimulateOutput = {
      schema_version: '1.0',
      kind: 'simulate',
      seeds,
      messages,
      effect,
      results: figures,
    }
    return printJson(output)
  }
  const plotted = plottedTrials()
  const drawn = seeds > plotted ? `The first ${plotted} of each are plotted: a` : 'A'
  const text = `${counted(seeds, 'trial')} of ${messages.toLocaleString('en')} messages in each world. ${drawn} plot shows one trial: a column is ${Math.round(messages / COLUMNS).toLocaleString('en')} messages, its height the boundary of treatment, from 0.42 to 0.58. Gains and losses compare with a fixed boundary and include the cost of the experiment.`
  print(`\n${wrapped(text, { columns: proseWidth() })}`)
  if (seeds < MIN_TRIALS) print(`These are too few trials to compare shares: use --seeds ${MIN_TRIALS} or more.`)
  if (svg !== undefined) print(`wrote ${svg}`)
}

/** Number of trials whose plots fit beside each other. */
function plottedTrials(): number {
  const fitting = Math.floor((proseWidth() - INDENT + 2) / (COLUMNS + 2))
  return Math.max(1, Math.min(PLOTTED_TRIALS, fitting))
}

/** Columns of the name of a policy, with the space around it. */
const INDENT = 13

function textOf({ policy, trials, summary }: Result, messages: number): string {
  const { everMoved, gainHeld, lostPer1000, breaches } = summary
  const of = (share: number) => `${Math.round(share * trials.length)} of ${trials.length}`
  const parts = [
    `moved in ${of(everMoved)}`,
    ...(gainHeld === null ? [] : [`keeps ${Math.round(100 * gainHeld)} % of the possible gain`]),
    `${lostPer1000 <= 0 ? 'gains' : 'loses'} ${Math.abs(lostPer1000).toFixed(1)} per 1,000`,
    ...(breaches > 0 ? [`too many slow replies at the end in ${of(breaches)}`] : []),
  ]
  const plots = trials.slice(0, plottedTrials()).map(({ path }) => boundaryPlot(path, messages))
  const figures = wrapped(parts.join(', '), { label: `  ${policy}`, indent: INDENT, columns: terminalWidth() })
  return `${figures}\n${' '.repeat(INDENT)}${plots.join('  ')}`
}
