import type { HypothesisFamily } from '../src/provenance/hypothesis/family.ts'
import { hypothesisBlock } from './hypothesis-block.ts'
import { layOut, paint, type Screen, summary } from './summary.ts'
import type { WrittenRun } from './write-run.ts'

/** The blocks that the terminal shows at the end of a run. `label`: the project, where a run has several. Pure. */
export function runText(
  { decision: { outcomes, problems }, files, notes }: WrittenRun,
  family: HypothesisFamily | null,
  label: string,
  screen: Screen,
): string[] {
  return [
    ...(family === null ? [] : [`\n${hypothesisBlock(family, screen)}`]),
    ...(label === '' ? [] : [`\n${layOut(['project', paint(screen, 'bold', label)], screen)}`]),
    `\n${summary(outcomes, files, notes, screen)}`,
    // Without golden sets, no line above has the status.
    ...(outcomes.length === 0 && problems.length > 0
      ? [layOut(['status', paint(screen, 'red', 'FAIL (the run failed: see note)')], screen)]
      : []),
  ]
}

/** The terminal that the process writes to. */
export function screenOf({ stdout, env }: Pick<NodeJS.Process, 'stdout' | 'env'>): Screen {
  return { columns: stdout.columns ?? 100, colour: stdout.isTTY && stdout.hasColors() && !env['NO_COLOR'] }
}
