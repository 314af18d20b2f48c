import { appendFileSync } from 'node:fs'
import { errorMessage } from '../src/text/error-message.ts'
import { type SetSummary, summarize } from '../src/verdicts/summary.ts'
import { escapeMarkdown } from '../src/text/markdown.ts'
import { printable } from '../src/text/printable.ts'
import { type SetOutcome, setReport } from '../src/artifacts/report/report.ts'
import { newFailures } from '../src/artifacts/report/why-failed.ts'
import { comparisonLines } from '../src/verdicts/regression/comparison-text.ts'
import { describeObjective } from '../src/verdicts/slo/objective-text.ts'
import { describeMetric } from '../src/verdicts/regression/metric-text.ts'
import { milliseconds, percent } from '../src/text/amounts.ts'

/**
 * Appends Markdown to the job summary of GitHub Actions; `file` is `GITHUB_STEP_SUMMARY`. Throws when the file cannot
 * be written.
 */
export function appendJobSummary(file: string, markdown: string): void {
  try {
    appendFileSync(file, markdown)
  } catch (cause) {
    const reason = errorMessage(cause)
    throw new Error(`aios: cannot write the job summary (GITHUB_STEP_SUMMARY): ${reason}`, { cause })
  }
}

/** The golden sets of a run as a section of the job summary. */
export function jobSummary(sets: readonly SetOutcome[], backend: string, notes: readonly string[]): string {
  const rows = sets.map((outcome) => {
    const counts = summarize(outcome.results, outcome.baseline)
    const { passed, ran, routing, latency, basis } = counts
    const replies = routing.main_model + routing.embedder
    const cells = [
      escapeMarkdown(outcome.results.set),
      `${passed}/${ran}${otherCounts(counts)}`,
      replies === 0 ? 'none' : percent(routing.main_model / replies),
      latency === null ? 'none' : `${milliseconds(latency.p50)} / ${milliseconds(latency.p95)} ${basis}`,
      outcome.status === 'pass' ? '✅ pass' : outcome.runProblem !== null ? '❌ fail (the run failed)' : '❌ fail',
    ]
    return `| ${cells.join(' | ')} |`
  })
  return [
    '## Golden sets',
    '',
    escapeMarkdown(backend),
    '',
    '| set | pass | main_model | p50 / p95 | status |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
    ...sets.flatMap(details),
    ...notes.map((note) => `> ${escapeMarkdown(note)}\n`),
    '',
  ].join('\n')
}

/** Counts of known failures, unjudged goldens and retries. */
function otherCounts({ knownFailures, unjudged, passedOnRetry }: SetSummary): string {
  const parts = [
    ...(knownFailures > 0 ? [`${knownFailures} known failures`] : []),
    ...(unjudged > 0 ? [`${unjudged} not judged`] : []),
    ...(passedOnRetry > 0 ? [`${passedOnRetry} passed on retry`] : []),
  ]
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`
}

function details({ results, comparison, slo }: SetOutcome): string[] {
  const lines = [
    ...(typeof comparison === 'string' ? [comparison] : comparisonLines(comparison).map(([, line]) => line)),
    ...(typeof comparison === 'string' || comparison.broke.length === 0
      ? []
      : [`broke: ${comparison.broke.join(', ')}`]),
    ...(slo?.objectives ?? []).map(describeObjective),
    ...results.goldens.flatMap(({ id, unmeasured }) =>
      unmeasured.slice(0, 1).map(({ cause, evidence }) => `${id} could not be measured: ${cause}: ${evidence}`),
    ),
  ]
  return [`**${escapeMarkdown(results.set)}**`, '', ...lines.map((line) => `- ${escapeMarkdown(line)}`), '']
}

/** One workflow command for each set that failed; GitHub shows it as an annotation of the run. */
export function annotations(sets: readonly SetOutcome[]): string[] {
  return sets
    .filter(({ status }) => status === 'fail')
    .map((outcome) => {
      const { results, baseline, comparison, slo, runProblem } = outcome
      const { passed, ran, unmeasured, unjudged, passedOnRetry } = summarize(results, baseline)
      const failing = [
        ...(typeof comparison === 'string'
          ? []
          : comparison.metrics.filter(({ verdict }) => verdict === 'fail').map(describeMetric)),
        ...(slo?.objectives ?? []).filter(({ met }) => !met).map(describeObjective),
      ]
      const text = [
        `${passed}/${ran} goldens pass`,
        ...newFailures(setReport(outcome)),
        ...(unmeasured > 0 ? [`${unmeasured} could not be measured`] : []),
        ...(unjudged > 0 ? [`${unjudged} not judged`] : []),
        ...(passedOnRetry > 0 ? [`${passedOnRetry} passed on retry only`] : []),
        ...failing,
        ...(runProblem !== null ? ['the run failed: see its summary'] : []),
      ].join('\n')
      return `::error title=${escapeProperty(`golden set ${printable(results.set)}`)}::${escapeData(printable(text, { newlines: true }))}`
    })
}

/** The text of a workflow command. */
export function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
