import { relative } from 'node:path'
import { styleText } from 'node:util'
import { goldenVerdict, passedOnRetry } from '../src/verdicts/golden.ts'
import { failedText } from '../src/verdicts/failed-text.ts'
import { type SetSummary, summarize } from '../src/verdicts/summary.ts'
import { sideBySide } from './side-by-side.ts'
import { printable } from '../src/text/printable.ts'
import { wrapLines } from '../src/text/wrapped.ts'
import { EMPTY_REPLY } from '../src/verdicts/empty-replies.ts'
import { type SetOutcome, setReport } from '../src/artifacts/report/report.ts'
import { whySetFailed } from '../src/artifacts/report/why-failed.ts'
import { describeObjective } from '../src/verdicts/slo/objective-text.ts'
import { comparisonLines } from '../src/verdicts/regression/comparison-text.ts'
import { milliseconds, percent } from '../src/text/amounts.ts'

/** The files that a run wrote; null: it did not write one. */
export interface RunFiles {
  log: { path: string; events: number } | null
  report: string | null
  comparison: string | null
  baseline: string | null
  cassettes: readonly string[]
}

/** Width and colour of the terminal that the summary is for. */
export interface Screen {
  columns: number
  colour: boolean
}

/** The terminal summary of a run: a block for each golden set, then the files. Control characters are escaped. */
export function summary(
  sets: readonly SetOutcome[],
  files: RunFiles,
  notes: readonly string[],
  screen: Screen,
): string {
  const blocks = sets.map((set) => setRows(set, screen))
  const where = fileRows(files)
  const rest = notes.flatMap((note) => noteRows(note, screen))
  return [...blocks, [...rest, ...where]]
    .filter((rows) => rows.length > 0)
    .map((rows) => rows.map((row) => layOut(row, screen)).join('\n'))
    .join('\n\n')
}

/** The rows of a note, one for each of its lines. */
function noteRows(note: string, screen: Screen): SummaryRow[] {
  return note
    .split(/\r?\n/)
    .map((line, index): SummaryRow => [index === 0 ? 'note' : '', paint(screen, 'yellow', printable(line.trim()))])
}

/** A row of the summary: label and text. `quoted`: the text quotes ids or claims of users, without a command to paste. */
export type SummaryRow = [label: string, text: string, kind?: 'quoted']

function setRows(outcome: SetOutcome, screen: Screen): SummaryRow[] {
  const { results, comparison, slo, status } = outcome
  const counts = summarize(results, outcome.baseline)
  const replies = counts.routing.main_model + counts.routing.embedder
  const share = (count: number) => (replies === 0 ? 'none' : percent(count / replies))
  const failed = counts.failed > 0 ? `, ${failedText('', { failed: counts.failed, known: counts.knownFailures })}` : ''
  const unmeasured = counts.unmeasured > 0 ? `, ${counts.unmeasured} could not be measured` : ''
  const unjudged = counts.unjudged > 0 ? `, ${counts.unjudged} not judged` : ''
  const part = counts.ran < counts.total ? ` (only ${counts.ran} of ${counts.total} ran)` : ''
  const rows: SummaryRow[] = [
    [
      'goldens',
      `${paint(screen, 'bold', printable(results.set))}  ${counts.passed}/${counts.ran} pass${failed}${unmeasured}${unjudged}${part}`,
    ],
    ['routing', `main_model ${share(counts.routing.main_model)}, embedder ${share(counts.routing.embedder)}`],
  ]
  rows.push(...setUpFailures(outcome).map((text): SummaryRow => ['', paint(screen, 'red', text)]))
  if (counts.passedOnRetry > 0) rows.push(['retries', retried(outcome)])
  if (counts.latency !== null) {
    const { mean, p50, p95 } = counts.latency
    rows.push([
      'latency',
      `mean ${milliseconds(mean)}, p50 ${milliseconds(p50)}, p95 ${milliseconds(p95)} (${counts.basis}${inCache(counts.cache)})`,
    ])
  }
  if (outcome.looks !== null) rows.push(['repeats', usedRepeats(outcome.looks)])
  if (typeof comparison === 'string') rows.push(['baseline', comparison])
  else {
    const lines = comparisonLines(comparison).map(([verdict, line]) => coloured(screen, verdict, line))
    rows.push(...lines.map((line, index): SummaryRow => [index === 0 ? 'baseline' : '', line]))
    for (const [label, ids] of listed(comparison)) rows.push(['', `${label}: ${some(ids)}`, 'quoted'])
  }
  if (outcome.configurations !== null && outcome.baseline !== null) {
    const table = sideBySide(outcome.configurations, [outcome.baseline, results.goldens])
    rows.push(...table.map((line, index): SummaryRow => [index === 0 ? 'compared' : '', line]))
  }
  for (const [index, objective] of (slo?.objectives ?? []).entries()) {
    rows.push([
      index === 0 ? 'slo' : '',
      coloured(screen, objective.met ? 'pass' : 'fail', describeObjective(objective)),
    ])
  }
  if (slo === null && counts.ran < counts.total) rows.push(['slo', 'not judged: objectives apply to the whole set'])
  rows.push([
    'status',
    status === 'pass' ? paint(screen, 'green', 'PASS') : `${paint(screen, 'red', 'FAIL')}${why(outcome)}`,
  ])
  return rows
}

function why(outcome: SetOutcome): string {
  return outcome.runProblem !== null ? ' (the run failed: see note)' : `: ${whySetFailed(setReport(outcome))}`
}

/** Why a set could not be measured although the models replied, with remedies. */
function setUpFailures({ results }: SetOutcome): string[] {
  const failures = results.goldens.flatMap(({ unmeasured }) => unmeasured.filter(({ cause }) => cause === EMPTY_REPLY))
  return [
    ...new Set(failures.map(({ evidence, remedy }) => `could not be measured: ${printable(evidence)}. ${remedy}`)),
  ]
}

/** Goldens that passed only on a retry, and how they count. */
function retried({ results }: SetOutcome): string {
  const goldens = results.goldens.filter(passedOnRetry)
  const counted = goldens.every((golden) => goldenVerdict(golden) === 'pass')
    ? 'they count as passed'
    : 'the first reply counts'
  return `${goldens.length} passed on retry only; ${counted}: ${some(goldens.map(({ id }) => id))}`
}

/** `, prompt cache warm`; empty where the state of the cache is unknown. */
export function inCache({ unknown, ...known }: SetSummary['cache']): string {
  const states = Object.entries({ ...known, 'not known': unknown }).filter(([, count]) => count > 0)
  if (states.every(([state]) => state === 'not known')) return ''
  const words = states.map(([state, count]) => (states.length === 1 ? state : `${count} ${state}`))
  return `, prompt cache ${words.join(', ')}`
}

/** How many repeats `auto` used. */
function usedRepeats({ after, taken }: NonNullable<SetOutcome['looks']>): string {
  const [used = 1, most = 1] = [after[taken], after.at(-1)]
  if (after.length === 1) return `auto: ${used} of each golden, planned from the baseline's noise`
  return `auto: ${used} of at most ${most} of each golden, done at look ${taken + 1} of ${after.length}`
}

/** The goldens of a comparison that changed or could not be compared, by kind; empty lists are left out. */
export function listed(comparison: Exclude<SetOutcome['comparison'], string>): [string, string[]][] {
  const lists: [string, string[]][] = [
    ['broke', comparison.broke],
    ['slower', comparison.slower],
    ['improved', comparison.improved],
    ['moved', comparison.moved.map(({ id, to }) => `${id} to ${to}`)],
    [
      'changed since the baseline, not compared',
      comparison.stale.flatMap(({ id, changed }) => (changed === 'model' ? [] : [`${id} (question or expectation)`])),
    ],
    ['in the baseline but no longer in the set', comparison.missing],
    ['not in the baseline', comparison.extra],
  ]
  return lists.filter(([, ids]) => ids.length > 0)
}

function fileRows({ log, report, comparison, baseline, cassettes }: RunFiles): SummaryRow[] {
  const rows: SummaryRow[] = []
  if (log !== null) rows.push(['log', `${shown(log.path)} (${log.events} ${log.events === 1 ? 'event' : 'events'})`])
  if (report !== null) rows.push(['report', shown(report)])
  if (comparison !== null) rows.push(['comparison', shown(comparison)])
  if (baseline !== null) rows.push(['recorded', `${shown(baseline)} (review and commit it)`])
  for (const path of cassettes) rows.push(['cassette', shown(path)])
  return rows
}

function shown(path: string): string {
  const near = relative(process.cwd(), path)
  return printable(near.startsWith('..') ? path : near, { max: 300 })
}

function some(ids: readonly string[]): string {
  const first = ids.slice(0, 6).map((id) => printable(id, { max: 60 }))
  return ids.length > first.length ? `${first.join(', ')} and ${ids.length - first.length} more` : first.join(', ')
}

const LABEL = 12

/** Label and text side by side, the text wrapped at words to the width of the terminal. */
export function layOut([label, text, kind]: SummaryRow, { columns }: Screen, labels = LABEL): string {
  const lines = wrapLines(text, columns - labels - 1, { isQuoted: kind === 'quoted' })
  return lines.map((line, index) => ` ${(index === 0 ? label : '').padEnd(labels - 1)}${line}`.trimEnd()).join('\n')
}

function coloured(screen: Screen, verdict: 'pass' | 'fail' | 'inconclusive', text: string): string {
  return verdict === 'pass' ? text : paint(screen, verdict === 'fail' ? 'red' : 'yellow', text)
}

/** Formats a text where the terminal supports it. */
export function paint({ colour }: Screen, format: Parameters<typeof styleText>[0], text: string): string {
  return colour ? styleText(format, text, { validateStream: false }) : text
}
