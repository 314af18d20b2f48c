import type { Comparison } from '../../src/verdicts/regression/comparison.ts'
import type { MetricComparison } from '../../src/verdicts/regression/rule.ts'
import type { Objective } from '../../src/verdicts/slo/judge.ts'
import { type SetSummary, summarize } from '../../src/verdicts/summary.ts'
import { comparisonLines } from '../../src/verdicts/regression/comparison-text.ts'
import type { SetOutcome } from '../../src/artifacts/report/report.ts'
import { describeObjective } from '../../src/verdicts/slo/objective-text.ts'
import { describeLimit, describeMetric } from '../../src/verdicts/regression/metric-text.ts'
import { milliseconds, percent } from '../../src/text/amounts.ts'
import { printable } from '../../src/text/printable.ts'
import { inCache, listed } from '../summary.ts'
import type { Card } from './attach.ts'
import { titleRows } from './badge.ts'
import { stackRows } from './bars.ts'
import { type Condition, conditionRows } from './condition-rows.ts'
import { excerpt } from './excerpt.ts'
import { factRows } from './fact-rows.ts'
import { intervalRow } from './interval.ts'
import { drawCards } from './pages.ts'
import { gap, label, type Row, textRows } from './row.ts'
import { SMALL } from './text-width.ts'

const TEXT_MAX = 2_000
const TITLE_MAX = 200

/** Draws the verdict on a golden set: counts, routing, latency, comparison and objectives. Pure. */
export function setCard(outcome: SetOutcome): string[] {
  const { results, baseline, comparison, slo, status, runProblem } = outcome
  const counts = summarize(results, baseline)
  const name = excerpt(results.set, TITLE_MAX)
  const part = counts.ran < counts.total ? `only ${counts.ran} of ${counts.total} ran` : `${counts.total} goldens`
  const run = runProblem !== null ? ' · the run failed, for a reason outside of this set' : ''
  return drawCards({
    title: `golden set ${name}: ${status}`,
    head: [
      ...titleRows({ text: status, kind: status }, name),
      ...textRows(`golden set · ${part}${run}`, { font: SMALL, tone: 'muted' }),
    ],
    rows: [
      ...label(`Goldens: ${counts.passed} of ${counts.ran} pass`),
      ...stackRows(countBars(counts)),
      ...routingRows(counts),
      ...latencyRows(counts),
      ...label('Against the baseline'),
      ...(typeof comparison === 'string' ? textRows(comparison) : comparisonRows(comparison)),
      ...objectiveRows(slo?.objectives ?? [], counts),
    ],
  })
}

/** The cards of a golden set. */
export function setAnnotation(outcome: SetOutcome): Card[] {
  const { results, baseline, status } = outcome
  const { passed, ran } = summarize(results, baseline)
  const svgs = setCard(outcome)
  return svgs.map((svg, index) => ({
    type: 'golden set',
    message: printable(
      `${results.set}: ${status}, ${passed} of ${ran} goldens pass${svgs.length === 1 ? '' : `, card ${index + 1} of ${svgs.length}`}`,
    ),
    svg,
  }))
}

function countBars({ passed, failed, knownFailures, unmeasured, unjudged }: SetSummary) {
  const bar = (name: string, value: number, tone: 'pass' | 'fail' | 'warn' | 'muted') => ({
    name,
    value,
    shown: String(value),
    tone,
  })
  return [
    bar('pass', passed, 'pass'),
    bar('fail', failed - knownFailures, 'fail'),
    bar('fail as in the baseline', knownFailures, 'warn'),
    bar('could not be measured', unmeasured, 'fail'),
    bar('not judged', unjudged, 'muted'),
  ]
}

function routingRows({ routing }: SetSummary): Row[] {
  const replies = routing.main_model + routing.embedder
  if (replies === 0) return []
  return [
    ...label('Routing'),
    ...stackRows([
      {
        name: 'main_model',
        value: routing.main_model,
        shown: percent(routing.main_model / replies),
        tone: 'accent',
      },
      { name: 'embedder', value: routing.embedder, shown: percent(routing.embedder / replies), tone: 'violet' },
    ]),
  ]
}

function latencyRows({ latency, basis, cache }: SetSummary): Row[] {
  if (latency === null) return []
  const { mean, p50, p95 } = latency
  return [
    ...label('Latency'),
    ...textRows(
      `mean ${milliseconds(mean)}, p50 ${milliseconds(p50)}, p95 ${milliseconds(p95)} (${basis}${inCache(cache)})`,
    ),
  ]
}

function comparisonRows(comparison: Comparison): Row[] {
  const { compared, metrics } = comparison
  const drawn = compared.length > 0 ? metrics : []
  const known = new Set(drawn.map(describeMetric))
  return [
    ...drawn.flatMap((metric) => [...metricInterval(metric), ...conditionRows([metricCondition(metric)]), gap(6)]),
    ...comparisonLines(comparison).flatMap(([verdict, line]) =>
      known.has(line) ? [] : conditionRows([{ text: line, state: STATES[verdict] }]),
    ),
    ...listed(comparison).flatMap(([name, ids]) => factRows(name, excerpt(ids.join(', '), TEXT_MAX))),
  ]
}

const STATES = { pass: 'met', fail: 'missed', inconclusive: 'open' } as const
const TONES = { pass: 'pass', fail: 'fail', inconclusive: 'warn' } as const
const CLAIMS = { latency: 'at most', quality: 'at least', routing: 'within' } as const

function metricCondition(metric: MetricComparison): Condition {
  return { text: describeMetric(metric), state: STATES[metric.verdict] }
}

function metricInterval(comparison: MetricComparison): Row[] {
  const { metric, change, interval, limit, verdict } = comparison
  if (change === null || interval === null) return []
  return [
    intervalRow({
      value: change,
      lower: interval.lower,
      upper: interval.upper,
      limit: {
        at: limit,
        claimed: CLAIMS[metric],
        text: describeLimit(comparison),
      },
      none: { at: 0, text: 'no change' },
      tone: TONES[verdict],
    }),
  ]
}

function objectiveRows(objectives: readonly Objective[], { ran, total }: SetSummary): Row[] {
  if (objectives.length === 0)
    return ran < total ? [...label('Objectives'), ...textRows('not judged: they are for the whole set')] : []
  return [
    ...label('Objectives'),
    ...conditionRows(
      objectives.map((objective) => ({
        text: describeObjective(objective),
        state: objective.met ? 'met' : objective.reason === undefined ? 'missed' : 'open',
      })),
    ),
  ]
}
