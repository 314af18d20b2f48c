// The evidence policy with sixteen processes that share a state and all conversations, compared with one process, and with
// sixteen processes without the rule for incomplete conversations. Seeded; `--quick`: 20 trials.
import { evidencePolicy } from '../../src/router/policies/evidence.ts'
import type { Policy } from '../../src/router/policy.ts'
import { simulate } from '../../src/router/simulation/run.ts'
import { summarizeTrials } from '../../src/router/simulation/summary.ts'
import { type WorldName, worlds } from '../../src/router/simulation/worlds.ts'
import { printFindings, printTable } from '../table.ts'

const TRIALS = process.argv.includes('--quick') ? 20 : 100
const MESSAGES = 30_000
const PROCESSES = 16
const CONVERSATIONS = { turns: 40, spread: 0.25 }

/** The same policy without the rule for conversations that the process did not route from the start. */
function countingAll(policy: Policy): Policy {
  return {
    ...policy,
    learn(decision, experiment, feedback) {
      const { ownPropensity: _, ...pooled } = experiment
      return policy.learn(decision, pooled, feedback)
    },
  }
}

const variants = [
  { name: '1', count: 1, policy: () => evidencePolicy() },
  { name: `${PROCESSES}`, count: PROCESSES, policy: () => evidencePolicy() },
  { name: `${PROCESSES}, without the rule`, count: PROCESSES, policy: () => countingAll(evidencePolicy()) },
]

const results = (['nothing', 'up'] satisfies WorldName[]).flatMap((name) => {
  const world = worlds(0.1).find((each) => each.name === name)
  if (world === undefined) throw new Error(`no world ${name}`)
  return variants.map((variant) => {
    const trials = Array.from({ length: TRIALS }, (_, seed) => {
      const others = Array.from({ length: variant.count - 1 }, variant.policy)
      return simulate(world, variant.policy(), { seed, messages: MESSAGES, conversations: CONVERSATIONS, others })
    })
    return { name, variant, summary: summarizeTrials(world, trials) }
  })
})

const percent = (share: number | null) => (share === null ? '-' : `${(100 * share).toFixed(1)} %`)
console.log(`\n${TRIALS} trials of ${MESSAGES} messages, conversations of 40, spread 0.25, effect 0.1\n`)
printTable([
  ['world', 'processes', 'ever moved', 'gain held', 'lost per 1,000'],
  ...results.map(({ name, variant, summary }) => [
    name,
    variant.name,
    percent(summary.everMoved),
    percent(summary.gainHeld),
    summary.lostPer1000.toFixed(1),
  ]),
])
printFindings([
  {
    what: `nothing helps, ${PROCESSES} processes: ever moved more than 0.02`,
    value:
      100 *
      (results.find(({ name, variant }) => name === 'nothing' && variant === variants[1])?.summary.everMoved ?? NaN),
    goal: { atMost: 5 },
    unit: ' %',
    from: `world nothing, ${TRIALS} trials`,
  },
])
