// Measures how well the weight ranks messages, on the recording of two real models: `npm run bench:router:weight`.
import type { Estimate } from '../../src/statistics/estimate.ts'
import { compareRouters, type RouterResult } from '../../src/verdicts/routing/compare-routers.ts'
import { conversationOf } from '../../src/goldens/golden.ts'
import { lastQuestion, type Message } from '../../src/message.ts'
import { type LabelledMessage, learnCoefficients } from '../../src/router/learning/learn.ts'
import { weigh } from '../../src/router/weight/weigh.ts'
import { type Finding, printFindings } from '../table.ts'
import { questions } from './questions.ts'
import { readRecording } from './recording.ts'

interface Case extends LabelledMessage {
  category: string
  template: string
  main: boolean
  small: boolean
}

const ROUTERS: Record<string, (messages: readonly Message[]) => number> = {
  weight: (messages) => weigh(messages).value,
  length: (messages) => lastQuestion(messages).length,
  chance: () => 0.5,
}

/** Messages with a recorded reply of each model. */
function cases(): Case[] {
  const passed = new Map(readRecording().map(({ id, source, passed }) => [`${id} ${source}`, passed]))
  return questions().flatMap((question) => {
    const { id, trait: category } = question
    const main = passed.get(`${id} main_model`)
    const small = passed.get(`${id} embedder`)
    if (main === undefined || small === undefined) return []
    const messages = conversationOf(question)
    const template = id.split('/').slice(0, 2).join('/')
    return [
      { conversation: id, messages, gap: Number(main) - Number(small), known: 'both', category, template, main, small },
    ]
  })
}

const all = cases()
const discordant = all.filter(({ gap }) => gap !== 0)

console.log(
  `${all.length} messages of ${new Set(all.map(({ template }) => template)).size} templates, with replies of both models, which differ on ${discordant.length}\n`,
)
console.log(
  'Share of right replies, and ranking: the probability that a message which only main_model gets right weighs more than one that only the embedder gets right\n',
)
const names = Object.keys(ROUTERS)
print([
  ['category', 'n', 'main_model', 'embedder', 'main alone', 'embedder alone', ...names.slice(0, 2)],
  ...[...new Set(all.map(({ category }) => category))].map((category) =>
    rowOf(
      category,
      all.filter((each) => each.category === category),
    ),
  ),
  rowOf('all', all),
])

console.log(
  `\nOn the ${discordant.length} messages on which the models differ, with 95 % intervals (bootstrap by message)\n`,
)
print([
  ['router', 'APGR', 'CPT(50 %)', 'ranking'],
  ...names.map((name) => {
    const weights = weightsOf(name, discordant)
    return measureRow(name, compareRouters(discordant, weights, weights).first)
  }),
])
console.log('\nOn all messages\n')
print([
  ['router', 'APGR', 'CPT(50 %)', 'ranking'],
  ...names.map((name) => {
    const weights = weightsOf(name, all)
    return measureRow(name, compareRouters(all, weights, weights).first)
  }),
])

for (const [how, labelled] of [
  ['questions', all],
  ['templates', all.map((each) => ({ ...each, conversation: each.template }))],
] as const) {
  console.log(`\nLearnt from all messages, whole ${how} held out\n`)
  const learnt = learnCoefficients(labelled)
  if (learnt.kind === 'refused') {
    console.log(learnt.reason)
    continue
  }
  print([
    ['weight', 'APGR', 'CPT(50 %)', 'ranking'],
    measureRow('untrained', learnt.current),
    measureRow('learned', learnt.learned),
    ['difference', '', `by ${learnt.measure}`, interval(learnt.difference)],
  ])
}

const words =
  'Write a function that takes 12 numbers, sorts them (ascending), and returns the "median" of each group; explain why. '
// A new string, because a slice of another one is slower to read.
const message: Message = { role: 'user', content: Buffer.from(words.repeat(5).slice(0, 500)).toString() }
const turns: Message[] = Array.from({ length: 50 }, (_, n) => ({
  ...message,
  role: n % 2 === 0 ? 'user' : 'assistant',
}))
const findings: Finding[] = [
  {
    what: 'a message of 500 characters',
    value: microseconds([message]),
    goal: { atMost: 5 },
    unit: ' us',
    from: 'median',
  },
  {
    what: 'after 50 turns',
    value: microseconds([...turns, message]),
    goal: { atMost: 100 },
    unit: ' us',
    from: 'median',
  },
]
printFindings(findings)

function weightsOf(name: string, of: readonly Case[]): number[] {
  return of.map(({ messages }) => ROUTERS[name]?.(messages) ?? NaN)
}

function rowOf(name: string, of: readonly Case[]): string[] {
  const share = (is: (each: Case) => boolean) => `${Math.round((100 * of.filter(is).length) / of.length)} %`
  return [
    name,
    String(of.length),
    share(({ main }) => main),
    share(({ small }) => small),
    String(of.filter(({ gap }) => gap > 0).length),
    String(of.filter(({ gap }) => gap < 0).length),
    ...names.slice(0, 2).map((router) => {
      const weights = weightsOf(router, of)
      return compareRouters(of, weights, weights, { rounds: 1 }).first.recovery.ranking?.toFixed(2) ?? '-'
    }),
  ]
}

function measureRow(name: string, { recovery, apgr, ranking }: RouterResult): string[] {
  const value = recovery.apgr === null ? 'undefined' : `${recovery.apgr.toFixed(3)} (no interval)`
  return [
    name,
    apgr === null ? value : interval(apgr),
    recovery.cpt50 === null ? '-' : `${Math.round(100 * recovery.cpt50)} %`,
    interval(ranking),
  ]
}

function interval(estimate: Estimate | null): string {
  if (estimate === null) return 'undefined'
  return `${estimate.value.toFixed(3)} (${estimate.lower.toFixed(3)} to ${estimate.upper.toFixed(3)})`
}

function microseconds(messages: readonly Message[]): number {
  const times: number[] = []
  for (let round = 0; round < 4_000; round++) {
    const start = performance.now()
    for (let n = 0; n < 10; n++) weigh(messages)
    times.push(100 * (performance.now() - start))
  }
  return times.slice(2_000).toSorted((a, b) => a - b)[1_000] ?? NaN
}

function print(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((cells) => (cells[at] ?? '').length)))
  const line = (cells: readonly string[]) => `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`
  const [head = [], ...body] = rows
  for (const text of [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)]) console.log(text)
}
