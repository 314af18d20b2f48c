import { quoted } from '../../text/quoted.ts'
import type { Objective, SloVerdict } from '../../verdicts/slo/judge.ts'

type Name = Objective['objective']

/** The verdicts of the replies that violate an objective, where one of them alone can: without a reply none passes. */
const VERDICTS: Partial<Record<Name, readonly string[]>> = {
  passRate: ['fail', 'unmeasured'],
  errorRate: ['unmeasured'],
}

/** Where to look for what violates the other objectives. */
const SLOWEST = 'look at the slowest replies: npx aios dashboard'
const OTHERS: Partial<Record<Name, string>> = {
  p95Ms: SLOWEST,
  ttftMs: SLOWEST,
  boundaryDrift: 'look at the router: npx aios router',
}
const REPLIES = 'look at the replies: npx aios dashboard'

/** Which replies were judged: those of a report, or those of a log since a time. */
export interface InspectedReplies {
  since?: Date
  /** With `since`: the files of other logs than that of the project. */
  log?: readonly string[]
}

/** The commands that show what violates the objectives that are not met, each once. Pure. */
export function inspect(
  sets: readonly Pick<SloVerdict, 'objectives'>[],
  { since, log = [] }: InspectedReplies,
): string[] {
  const missed = sets.flatMap(({ objectives }) => objectives.filter(({ met }) => !met))
  const verdicts = new Set(missed.flatMap(({ objective }) => VERDICTS[objective] ?? []))
  const others = missed.flatMap(({ objective }) => (objective in VERDICTS ? [] : [OTHERS[objective] ?? REPLIES]))
  const logs = log.length === 0 ? '' : ` --log ${log.map(quoted).join(' ')}`
  const span = since === undefined ? ' --tail 20' : ` --since ${since.toISOString()}${logs}`
  const events = `look at the replies: npx aios events --type response --verdict ${[...verdicts].join(' ')}${span}`
  const steps = [...(verdicts.size === 0 ? [] : [events]), ...new Set(others)]
  return steps.length === 0 ? [REPLIES] : steps
}
