import type { BurnRate, ErrorBudget } from '../../../schemas/generated/dashboard.ts'
import type { SeriesPoint } from '../../provenance/query/log-query.ts'
import type { ObjectiveName } from '../../verdicts/slo/objectives.ts'

/** Share of the replies that may be slower than the target of a 95th percentile. */
const SLOW_SHARE = 0.05

/** A long series is also looked at in its last part of this length, as a share of it. */
const RECENT_SHARE = 1 / 6

type Part = Pick<SeriesPoint, 'time' | 'pass' | 'fail' | 'unmeasured' | 'count' | 'withinLimit' | 'beyondLimit'>

type Judged = { objective: ObjectiveName; target: number | null }

/**
 * The error budget of an objective in the measured replies, as `aios slo --since` judges them; where all replies were
 * replayed, in these. `all`: the measured and the replayed ones. Pure.
 */
export function budgetOf(
  judged: Judged,
  { all, measured }: Record<'all' | 'measured', readonly Part[]>,
): ErrorBudget | null {
  const isMeasured = measured.length > 0
  const budget = errorBudget(judged, isMeasured ? measured : all)
  const leftOut = isMeasured ? countOf(all) - countOf(measured) : 0
  return budget && { origin: isMeasured ? 'measured' : 'replayed', leftOut, ...budget }
}

function countOf(parts: readonly Part[]): number {
  return parts.reduce((sum, { count }) => sum + count, 0)
}

/**
 * The error budget of an objective in the window: the bad replies that its target allows, and those that occurred. As in
 * the objective, a question without a reply is a failure, and slower than any target; unjudged replies do not count.
 * null: the objective is not about a share of the replies, the target allows no bad reply, or there is no reply. `parts`:
 * with the targets of latencies as limits, in order of time. Pure.
 */
export function errorBudget(
  { objective, target }: Judged,
  parts: readonly Part[],
): Omit<ErrorBudget, 'origin' | 'leftOut'> | null {
  const allowed = allowedShare(objective, target)
  const whole = badOf(parts, objective)
  if (allowed === null || allowed <= 0 || whole.all === 0) return null
  const sixth = Math.ceil(parts.length * RECENT_SHARE)
  const burnOf = (length: number): BurnRate | null => {
    const latest = parts.slice(-length)
    const { bad, all } = badOf(latest, objective)
    const [first] = latest
    return first === undefined || all === 0 ? null : { since: first.time, rate: bad / all / allowed, bad, all }
  }
  const burn = [...new Set([parts.length, sixth, 1])].flatMap((length) => burnOf(length) ?? [])
  const recent = burnOf(sixth)?.rate ?? null
  const lost = parts.reduce((sum, { unmeasured }) => sum + unmeasured, 0)
  return { allowed, ...whole, lost, left: 1 - whole.bad / whole.all / allowed, burn, recent }
}

function allowedShare(objective: ObjectiveName, target: number | null): number | null {
  if (target === null) return null
  switch (objective) {
    case 'passRate':
      // Without the error of binary fractions: 1 - 0.95 is more than 0.05.
      return Number((1 - target).toFixed(12))
    case 'errorRate':
      return target
    case 'p95Ms':
    case 'ttftMs':
      return SLOW_SHARE
    case 'tokensPerSecond':
    case 'tokensPerReply':
    case 'boundaryDrift':
      return null
  }
}

function badOf(parts: readonly Part[], objective: ObjectiveName): { bad: number; all: number } {
  const sum = { bad: 0, all: 0 }
  for (const part of parts) {
    const { bad, good } = repliesOf(part, objective)
    sum.bad += bad + part.unmeasured
    sum.all += bad + good + part.unmeasured
  }
  return sum
}

function repliesOf(part: Part, objective: ObjectiveName): { bad: number; good: number } {
  if (objective === 'passRate') return { bad: part.fail, good: part.pass }
  if (objective === 'errorRate') return { bad: 0, good: part.count - part.unmeasured }
  const time = objective === 'ttftMs' ? 'firstTokenMs' : 'latencyMs'
  return { bad: part.beyondLimit[time], good: part.withinLimit[time] }
}
