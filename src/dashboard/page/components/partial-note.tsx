import type { PartialAnswer } from '../../answers.ts'
import { bytes, dateTime } from '../../format.ts'

/** Says that an answer has only the newest events, because the log is still being read. */
export function PartialNote({ partial: { since, read, total } }: { partial: PartialAnswer }) {
  return (
    <p class="banner partial" role="status">
      Still reading the log: {bytes(read)} of {bytes(total)}. This shows only the events since {dateTime(since)}; the
      earlier ones follow.
    </p>
  )
}
