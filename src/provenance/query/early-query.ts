import type { Skipped } from '../read.ts'
import { EarlyReader, type EarlyOptions, type WholeQuery } from './early-reader.ts'
import type { LogQuery } from './log-query.ts'
import { ReadingPause } from './reading-pause.ts'

/**
 * Begins to read the whole log, and meanwhile answers queries over recent times from the newest events alone. Other queries
 * wait, or get a partial answer. `pause` resolves while no such query is under way, so that they are answered sooner.
 */
export function earlyQuery(open: (pause: () => Promise<unknown>) => WholeQuery, options: EarlyOptions): LogQuery {
  const pause = new ReadingPause()
  const whole = open(() => pause.wait())
  const reader = new EarlyReader(whole, pause, options)
  return {
    reader: whole.reader,
    files: () => whole.files(),
    stamp: () => whole.stamp(),
    partial: (filter = {}) => reader.partial(filter),
    span: (filter = {}) => reader.answer(filter, (query, own) => query.span(own)),
    counts: (filter = {}) => reader.answer(filter, (query, own) => query.counts(own)),
    series: (filter, asked) => reader.answer(filter, (query, own) => query.series(own, asked)),
    goldens: (filter = {}, asked = {}) => reader.answer(filter, (query, own) => query.goldens(own, asked)),
    page: (filter, asked = {}) => reader.answer(filter, (query, own) => query.page(own, asked)),
    event: (message) => reader.event(message),
    events: (filter = {}) => reader.list(filter, (query, own) => query.events(own)),
    async *facts(filter, only, onSkipped) {
      // An attempt that fails tells what it left out, too, and the next one tells it again.
      let skipped: Skipped | undefined
      yield* reader.list(filter, (query, own) =>
        query.facts(own, only, (each) => {
          skipped = each
        }),
      )
      if (skipped !== undefined) onSkipped?.(skipped)
    },
    weights: (filter, most) => reader.answer(filter, (query, own) => query.weights(own, most)),
    conversations: (filter = {}) => reader.answer(filter, (query, own) => query.conversations(own)),
    runs: (filter = {}, most = 100) => reader.answer(filter, (query, own) => query.runs(own, most)),
    close() {
      reader.close()
      whole.close()
    },
  }
}
