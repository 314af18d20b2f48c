import type { HypothesisFamily } from '../src/provenance/hypothesis/family.ts'
import type { SetOutcome } from '../src/artifacts/report/report.ts'
import { annotations, appendJobSummary, jobSummary } from './github.ts'
import { hypothesisAnnotations, hypothesisSection } from './hypothesis-github.ts'

/** The results of a run for GitHub Actions. */
interface Results {
  sets: readonly SetOutcome[]
  family: HypothesisFamily | null
  /** The backend, in words. */
  backend: string
  notes: readonly string[]
}

/** Reports a run to GitHub Actions, when it runs there. Throws when the job summary cannot be written. */
export function reportToGitHub({ sets, family, backend, notes }: Results, print: (line: string) => void): void {
  const { GITHUB_ACTIONS, GITHUB_STEP_SUMMARY } = process.env
  if (GITHUB_ACTIONS === 'true') {
    for (const line of [...annotations(sets), ...(family === null ? [] : hypothesisAnnotations(family))]) print(line)
  }
  if (!GITHUB_STEP_SUMMARY) return
  const alone = sets.length === 0 && family !== null
  appendJobSummary(
    GITHUB_STEP_SUMMARY,
    [
      ...(alone ? [] : [jobSummary(sets, backend, notes)]),
      ...(family === null ? [] : [hypothesisSection(family, alone ? backend : '', alone ? notes : [])]),
    ].join('\n'),
  )
}
