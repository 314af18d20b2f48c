import type { HypothesisFamily } from '../src/provenance/hypothesis/family.ts'
import { describeRedFlag } from '../src/verdicts/health/describe-health.ts'
import type { HealthSign } from '../src/verdicts/health/judge-health.ts'
import { hypothesisBlock } from './hypothesis-block.ts'
import { layOut, paint, type Screen, summary } from './summary.ts'
import type { WrittenRun } from './write-run.ts'

/** The blocks that the terminal shows at the end of a run. `label`: the project, where a run has several. Pure. */
export function runText(
  { decision: { outcomes, problems }, files, notes, redFlags }: WrittenRun,
  family: HypothesisFamily | null,
  label: string,
  screen: Screen,
): string[] {
  return [
    ...(family === null ? [] : [`\n${hypothesisBlock(family, screen)}`]),
    ...(label === '' ? [] : [`\n${layOut(['project', paint(screen, 'bold', label)], screen)}`]),
    `\n${summary(outcomes, files, notes, screen)}`,
    ...(redFlags.length === 0 ? [] : [`\n${redFlags.map((flag) => redFlagRow(flag, screen)).join('\n')}`]),
    // Without golden sets, no line above has the status.
    ...(outcomes.length === 0 && problems.length > 0
      ? [layOut(['status', paint(screen, 'red', 'FAIL (the run failed: see note)')], screen)]
      : []),
  ]
}

/** A red flag of a run: it fails no run. */
function redFlagRow(flag: HealthSign, screen: Screen): string {
  return layOut(['red flag', paint(screen, 'red', describeRedFlag(flag))], screen)
}

/** The terminal that the process writes to. */
export function screenOf({ stdout, env }: Pick<NodeJS.Process, 'stdout' | 'env'>): Screen {
  return { columns: stdout.columns ?? 100, colour: stdout.isTTY && stdout.hasColors() && !env['NO_COLOR'] }
}
