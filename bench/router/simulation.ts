// Both policies in the six simulated worlds, and the evidence policy with longer conversations. Seeded; `--quick`: 20 trials,
// `--half`: half of the effect.
import { evidencePolicy } from '../../src/router/policies/evidence.ts'
import { thresholdPolicy } from '../../src/router/policies/threshold.ts'
import { simulate } from '../../src/router/simulation/run.ts'
import { summarizeTrials, type TrialSummary } from '../../src/router/simulation/summary.ts'
import { type WorldName, worlds } from '../../src/router/simulation/worlds.ts'
import { type Finding, printFindings, printTable } from '../table.ts'

const TRIALS = process.argv.includes('--quick') ? 20 : 200
const MESSAGES = 30_000
const EFFECT = process.argv.includes('--half') ? 0.05 : 0.1

const policies = [evidencePolicy, thresholdPolicy]
const results = worlds(EFFECT).map((world) => ({
  world,
  summaries: policies.map((policy) =>
    summarizeTrials(
      world,
      Array.from({ length: TRIALS }, (_, seed) => simulate(world, policy(), { seed, messages: MESSAGES })),
    ),
  ),
}))

/** Longer conversations with more variation than by default (four messages and a spread of 0.05). */
const LONGER = [
  { turns: 12, spread: 0.15 },
  { turns: 40, spread: 0.25 },
]
const longer = worlds(EFFECT)
  .filter(({ name }) => name === 'nothing' || name === 'up' || name === 'change')
  .flatMap((world) =>
    LONGER.map((conversations) => {
      const trials = Array.from({ length: TRIALS }, (_, seed) =>
        simulate(world, evidencePolicy(), { seed, messages: MESSAGES, conversations }),
      )
      return { world, conversations, summary: summarizeTrials(world, trials) }
    }),
  )

const percent = (share: number | null) => (share === null ? '-' : `${(100 * share).toFixed(1)} %`)
console.log(`\n${TRIALS} trials of ${MESSAGES} messages, effect ${EFFECT}\n`)
printTable([
  ['world', 'policy', 'ever moved', 'too slow at the end', 'gain held', 'lost per 1,000', 'most often ends at'],
  ...results.flatMap(({ world, summaries }) =>
    summaries.map((summary, index) => [
      index === 0 ? world.name : '',
      policies[index]?.().name ?? '',
      percent(summary.everMoved),
      percent(summary.breaches),
      percent(summary.gainHeld),
      summary.lostPer1000.toFixed(1),
      summary.ends
        .slice(0, 2)
        .map(({ boundary, trials }) => `${boundary} (${trials})`)
        .join(', '),
    ]),
  ),
])

console.log('\nthe evidence policy with longer conversations and more variation\n')
printTable([
  ['world', 'messages', 'spread', 'ever moved', 'gain held', 'lost per 1,000'],
  ...longer.map(({ world, conversations: { turns, spread }, summary }) => [
    world.name,
    String(turns),
    String(spread),
    percent(summary.everMoved),
    percent(summary.gainHeld),
    summary.lostPer1000.toFixed(1),
  ]),
])

const evidence = (name: WorldName): TrialSummary => {
  const summary = results.find(({ world }) => world.name === name)?.summaries[0]
  if (summary === undefined) throw new Error(`no world ${name}`)
  return summary
}
const all = [...results.flatMap(({ summaries }) => summaries.slice(0, 1)), ...longer.map(({ summary }) => summary)]
const finding = (what: string, share: number | null, goal: Finding['goal'], from: string): Finding => ({
  what,
  // Rounded, because 0.58 is not equal to 0.5 + 0.08 in binary.
  value: Math.round(1e9 * (share ?? NaN)) / 1e7,
  goal,
  unit: ' %',
  from: `${from}, ${TRIALS} trials`,
})
printFindings([
  finding('nothing helps: ever moved more than 0.02', evidence('nothing').everMoved, { atMost: 5 }, 'world nothing'),
  ...longer
    .filter(({ world }) => world.name === 'nothing')
    .map(({ conversations: { turns, spread }, summary }) =>
      finding(
        'nothing helps: ever moved more than 0.02',
        summary.everMoved,
        { atMost: 5 },
        `conversations of ${turns} messages, spread ${spread}`,
      ),
    ),
  {
    what: 'drift, in hundredths',
    value: Math.round(1e9 * Math.max(...all.map((each) => each.largestDrift))) / 1e7,
    goal: { atMost: 8 },
    unit: '',
    from: 'all worlds',
  },
  finding(
    'too many slow replies at the end',
    Math.max(...all.map((each) => each.breaches)),
    { atMost: 1 },
    'worst world',
  ),
  finding('moving helps: gain held at the end', evidence('up').gainHeld, { atLeast: 95 }, 'world up'),
  finding('moving helps: gain held at the end', evidence('down').gainHeld, { atLeast: 95 }, 'world down'),
  {
    what: 'moving hurts: lost per 1,000 messages',
    value: evidence('hurts').lostPer1000,
    goal: { atMost: 8 },
    unit: '',
    from: `world hurts, ${TRIALS} trials`,
  },
  finding('change half way: recovered', evidence('change').recovered, { atLeast: 85 }, 'world change'),
])
