import type { SeriesPoint } from '../../provenance/query/log-query.ts'
import { SOURCES } from '../../source.ts'

/** Fewest replies from which a change of routing is concluded. */
const FEWEST = 50

/** Smallest earlier share of a source that is missed when it gives no reply any more. */
const USUAL_SHARE = 0.1

/**
 * Whether all the latest replies to users come from one source, although the other one gave a tenth or more of the replies
 * before: the router, or the fallback, asks one model only. A sentence; null: no. `points`: by time and source. Pure.
 */
export function oneSidedRouting(points: readonly Pick<SeriesPoint, 'time' | 'value' | 'count'>[]): string | null {
  const times = [...new Set(points.map(({ time }) => time))].sort((a, b) => b - a)
  const since = times.find((time) => total(points.filter((point) => point.time >= time)) >= FEWEST)
  if (since === undefined) return null
  const recent = points.filter(({ time }) => time >= since)
  const [only, ...others] = SOURCES.filter((source) => total(recent, source) > 0)
  if (only === undefined || others.length > 0) return null
  const missing = SOURCES.find((source) => source !== only) ?? only
  // The replies go back to the last one of the other source.
  const change = Math.max(-Infinity, ...points.filter(({ value }) => value === missing).map(({ time }) => time))
  const before = points.filter(({ time }) => time <= change)
  const share = total(before, missing) / total(before)
  if (total(before) < FEWEST || share < USUAL_SHARE) return null
  const latest = total(points.filter(({ time }) => time > change))
  return `all of the last ${latest} replies to users came from ${only}; before, ${Math.round(100 * share)} % came from ${missing}`
}

function total(points: readonly Pick<SeriesPoint, 'value' | 'count'>[], source?: string): number {
  return points.reduce((sum, { value, count }) => sum + (source === undefined || value === source ? count : 0), 0)
}
