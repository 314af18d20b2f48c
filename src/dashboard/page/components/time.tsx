import { dateTime } from '../../format.ts'

/** A time in the time zone of the browser, on one line; the tooltip has it in UTC. */
export function Time({ value }: { value: number | null }) {
  if (value === null) return <span class="muted">–</span>
  const utc = new Date(value).toISOString()
  return (
    <time dateTime={utc} title={utc}>
      {dateTime(value)}
    </time>
  )
}
