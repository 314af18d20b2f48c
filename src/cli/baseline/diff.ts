import { resolve } from 'node:path'
import { styleText } from 'node:util'
import { Command, Option } from 'commander'
import type { BaselineDiff, DiffGolden, DiffSide } from '../../../schemas/generated/baseline-output.ts'
import { diffSnapshots, type GoldenDiff, shareOf } from '../../artifacts/baseline/diff.ts'
import { lastRun, lastRunOfEachSet } from '../../artifacts/baseline/last-run.ts'
import { RUNBOOK } from '../../artifacts/baseline/set-in-baseline.ts'
import { type GoldenSnapshot, type Snapshot, snapshotOfBaseline } from '../../artifacts/baseline/snapshot.ts'
import type { Settings } from '../../settings/settings.ts'
import { counted } from '../../text/counted.ts'
import { printable } from '../../text/printable.ts'
import { wordDiffText } from '../../text/word-diff.ts'
import { milliseconds } from '../../text/amounts.ts'
import { number } from '../number.ts'
import { existingBaseline } from './existing.ts'
import { print, printJson } from '../print.ts'
import { columns } from '../columns.ts'

interface DiffOptions {
  golden?: string[]
  log?: string[]
  tolerance?: number
  all?: boolean
  json?: boolean
}

/** `aios baseline diff`: two baselines, or a baseline and the last run, golden by golden. */
export function diffCommand(context: () => Promise<Settings>): Command {
  return new Command('diff')
    .description('compare the baseline with the last run, or two baselines, golden by golden')
    .argument('[before]', 'a baseline; default: that of the project')
    .argument('[after]', 'another baseline; default: the last run')
    .option('--golden <id...>', 'only these goldens')
    .addOption(
      new Option('--tolerance <share>', 'change of latency above which a golden counts as changed').argParser(
        number('a share from 0 to 1000, such as 0.25', (value) => value >= 0 && value <= 1_000),
      ),
    )
    .option('--log <path...>', 'compare with the last run of each set in these logs: files, globs, or folders')
    .option('--all', 'print the goldens that are the same, too')
    .option('--json', 'print the facts as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  npx aios baseline diff\n  npx aios baseline diff --golden greeting_1\n  npx aios baseline diff old.json goldens/baseline.json\n  npx aios baseline diff --log "machines/*/provenance.ndjson"',
    )
    .action(async (before: string | undefined, after: string | undefined, options: DiffOptions) => {
      const settings = await context()
      const { golden, log, all = false, json = false } = options
      if (after !== undefined && log !== undefined)
        throw new Error('--log and a second baseline cannot be used together\n  leave out one of them')
      const tolerance = options.tolerance ?? settings.regression.tolerance
      const first = fromFile(before === undefined ? settings.baseline : resolve(before))
      const second = after === undefined ? await runToCompare(settings, log) : fromFile(resolve(after))
      const found = diffSnapshots(first, second, tolerance)
      const diffs = golden === undefined ? found : found.filter(({ id }) => golden.includes(id))
      const unknown = golden?.find((id) => !found.some((diff) => diff.id === id))
      if (unknown !== undefined)
        throw new Error(`neither side has a golden "${unknown}"\n  list them: npx aios baseline diff --all`)
      if (json) return printJson(output(diffs, { first, second, tolerance }))
      print(`- ${printable(first.label)}\n+ ${printable(second.label)}`)
      print(lines(diffs, all || golden !== undefined).join('\n'))
    })
}

function runToCompare({ dir }: Settings, log: readonly string[] | undefined): Promise<Snapshot> {
  return log === undefined ? lastRun(dir) : lastRunOfEachSet(log)
}

function fromFile(path: string): Snapshot {
  return snapshotOfBaseline(path, existingBaseline(path), RUNBOOK)
}

function output(
  diffs: readonly GoldenDiff[],
  { first, second, tolerance }: { first: Snapshot; second: Snapshot; tolerance: number },
): BaselineDiff {
  const goldens = diffs.map(({ set, id, change, before, after, latencyChange, isStale, words }): DiffGolden => ({
    set,
    id,
    change,
    stale: isStale,
    before: before && sideOf(before),
    after: after && sideOf(after),
    latency_change: latencyChange,
    words,
  }))
  return { schema_version: '2.0', kind: 'diff', before: first.label, after: second.label, tolerance, goldens }
}

function sideOf({ source, model, judged, passed, latencyMs, origin, reply }: GoldenSnapshot): DiffSide {
  return { source, model, judged, passed, latency_ms: latencyMs, origin, reply }
}

function lines(diffs: readonly GoldenDiff[], all: boolean): string[] {
  const shown = (all ? [...diffs] : diffs.filter(({ change }) => change !== 'same')).sort((a, b) => rank(a) - rank(b))
  return [
    ...[...Map.groupBy(shown, ({ set }) => set)].flatMap(([set, members]) => [
      styleText('bold', printable(set)),
      ...members.flatMap(goldenLines),
    ]),
    summary(diffs),
  ]
}

/** `2 goldens changed, 8 only after, 3 the same`. */
function summary(diffs: readonly GoldenDiff[]): string {
  const count = (wanted: GoldenDiff['change']) => diffs.filter(({ change }) => change === wanted).length
  const others = (['added', 'removed', 'not_measured'] as const).filter((change) => count(change) > 0)
  return [
    `${counted(count('changed'), 'golden')} changed`,
    ...others.map((change) => `${count(change)} ${WORDS[change]}`),
    `${count('same')} the same`,
  ].join(', ')
}

/** The place in the list: changed verdicts, other changes, changed latencies, the same. */
function rank({ change, before, after, isStale, words }: GoldenDiff): number {
  if (change === 'same') return 3
  if (before === null || after === null) return 1
  if (shareOf(before) !== shareOf(after)) return 0
  return isStale || words.length > 0 || before.source !== after.source || before.model !== after.model ? 1 : 2
}

const WORDS = { added: 'only after', removed: 'only before', not_measured: 'no reply', same: 'same', changed: '' }

function goldenLines({ id, change, before, after, latencyChange, isStale, words }: GoldenDiff): string[] {
  const name = printable(id, { max: 60 })
  if (before === null || after === null)
    return columns([[name, `${WORDS[change]}: ${factsOf(before ?? after)}`]], { indent: 2 })
  const facts = [
    pair('latency', latencyOf(before, after), latencyOf(after, before), latencyChange),
    pair('pass', passOf(before), passOf(after)),
    pair('source', before.source, after.source),
    pair('model', printable(before.model, { max: 60 }), printable(after.model, { max: 60 })),
  ]
  return [
    ...columns([[name, facts.join(', ')]], { indent: 2 }),
    ...(isStale ? ['    question or expectation changed, so the two are not comparable'] : []),
    ...(words.length === 0 ? [] : [`    ${coloured(words)}`]),
  ]
}

function coloured(words: GoldenDiff['words']): string {
  return wordDiffText(words, { removed: (text) => styleText('red', text), added: (text) => styleText('green', text) })
}

function factsOf(side: GoldenSnapshot | null): string {
  if (side === null) return 'not known'
  return `${latencyOf(side)}, ${passOf(side)}, ${side.source}, ${printable(side.reply, { max: 120 })}`
}

function latencyOf({ latencyMs, origin }: GoldenSnapshot, beside?: GoldenSnapshot): string {
  return `${milliseconds(latencyMs, beside?.latencyMs)}${origin === 'replayed' ? ' (replayed)' : ''}`
}

function passOf({ passed, judged }: GoldenSnapshot): string {
  return judged === 0 ? 'unjudged' : `${passed}/${judged}`
}

function pair(name: string, before: string, after: string, change: number | null = null): string {
  if (before === after && change === null) return `${name} ${before}`
  const percent = change === null ? '' : ` (${change > 0 ? '+' : ''}${(100 * change).toFixed(0)} %)`
  return `${name} ${before} -> ${after}${percent}`
}
