import type { LogFilter } from '../../provenance/query/log-filter.ts'

/** A filter without replayed replies, whose latencies and verdicts are those of a recording. Pure. */
export function measuredOnly(filter: LogFilter): LogFilter {
  const { origin = 'measured' } = filter
  return { ...filter, origin: [origin].flat().filter((each) => each === 'measured') }
}
