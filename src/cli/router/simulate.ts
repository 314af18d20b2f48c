import { Command, InvalidArgumentError, Option } from 'commander'
import { counted } from '../../text/counted.ts'
import { WORLD_NAMES, type WorldName } from '../../router/simulation/worlds.ts'
import type { TrialSummary } from '../../router/simulation/summary.ts'
import { wrapped } from '../../text/wrapped.ts'
import { writeDrawing } from './drawing.ts'
import { boundaryPlot, COLUMNS } from './plot.ts'
import type { Drawn } from './svg.ts'

const POLICIES = ['evidence', 'threshold'] as const

/** Trials that are drawn. */
const DRAWN = 3

/** Trials below which shares say little. */
const FEW = 50

interface Result extends Drawn {
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

/** `aios router simulate`: both policies in made-up worlds, from fixed seeds. */
export function simulateCommand(): Command {
  return new Command('simulate')
    .description('both policies in made-up worlds: what they do where moving helps, hurts, or does nothing')
    .addOption(new Option('--world <name>', 'one world only').choices([...WORLD_NAMES]))
    .addOption(new Option('--policy <name>', 'one policy only').choices(POLICIES))
    .option('--seeds <number>', 'trials in each world', whole(1, 10_000), 3)
    .option('--messages <number>', 'messages of a trial', whole(100, 1_000_000), 20_000)
    .option('--effect <utility>', 'how much the better model is better near the boundary', effect, 0.1)
    .option('--svg <file>', "draw the boundaries' paths into a file")
    .option('--json', 'print the figures as JSON')
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
  for (const each of worlds(effect).filter(({ name }) => (world ?? name) === name)) {
    if (!json) console.log(`${each.name}: ${each.says}`)
    for (const name of policies) {
      const run = (_: unknown, seed: number) => simulate(each, policyNamed(name, POLICY_DEFAULTS), { seed, messages })
      const trials = Array.from({ length: seeds }, run)
      const result = { world: each.name, says: each.says, policy: name, trials, summary: summarizeTrials(each, trials) }
      results.push(result)
      if (!json) console.log(textOf(result, messages))
    }
  }
  if (svg !== undefined) {
    const { pathsSvg } = await import('./svg.ts')
    await writeDrawing(svg, pathsSvg(results, messages))
  }
  if (json) {
    const figures = results.map(({ world, policy, summary }) => ({ world, policy, ...summary }))
    return console.log(JSON.stringify({ seeds, messages, effect, results: figures }, null, 2))
  }
  const drawn = seeds > DRAWN ? `The first ${DRAWN} are drawn: a` : 'A'
  const text = `${counted(seeds, 'trial')} of ${messages} messages in each world. ${drawn} plot is a trial, one column of it ${Math.round(messages / COLUMNS)} messages, its height treatment's boundary, from 0.42 to 0.58. Wins and losses are those against a boundary that stays, what the experiment draws included.`
  console.log(`\n${wrapped(text)}`)
  if (seeds < FEW) console.log(`A picture, no measurement: shares take --seeds ${FEW} or more.`)
  if (svg !== undefined) console.log(`drawn: ${svg}`)
}

function textOf({ policy, trials, summary }: Result, messages: number): string {
  const { everMoved, gainHeld, lostPer1000, breaches } = summary
  const of = (share: number) => `${Math.round(share * trials.length)} of ${trials.length}`
  const words = [
    `moved in ${of(everMoved)}`,
    ...(gainHeld === null ? [] : [`holds ${Math.round(100 * gainHeld)} % of the gain`]),
    `${lostPer1000 <= 0 ? 'wins' : 'loses'} ${Math.abs(lostPer1000).toFixed(1)} per 1,000`,
    ...(breaches > 0 ? [`too slow at the end in ${of(breaches)}`] : []),
  ]
  const plots = trials.slice(0, DRAWN).map(({ path }) => boundaryPlot(path, messages))
  return `  ${policy.padEnd(9)}  ${words.join(', ')}\n  ${' '.repeat(9)}  ${plots.join('  ')}`
}

function whole(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (!Number.isInteger(value) || value < least || value > most)
      throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`)
    return value
  }
}

function effect(text: string): number {
  const value = Number(text)
  if (!(value > 0 && value <= 0.5)) throw new InvalidArgumentError('It must be above 0 and at most 0.5, such as 0.1.')
  return value
}
