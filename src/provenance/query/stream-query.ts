import { logFiles } from '../log-files.ts'
import { type EventFacts, factsOf } from '../event-facts.ts'
import { readLog, type Reading } from '../read.ts'
import type { LoggedEvent } from '../parse-line.ts'
import { EventCounter } from './count.ts'
import { filterOf, type LogFilter } from './log-filter.ts'
import { GoldenCollector } from './golden-points.ts'
import type { LogCounts, LogQuery } from './log-query.ts'
import { logStamp } from './log-stamp.ts'
import { PageCollector } from './page.ts'
import { readMessage } from './read-message.ts'
import { RunCollector, SeriesBuilder } from './series.ts'
import { WeightSampler } from './weight-sample.ts'

/** Queries that read the lines of the log one after the other, from the beginning of the filter's time window on. */
export function streamQuery(from: string | readonly string[]): LogQuery {
  async function each(
    filter: LogFilter,
    use: (facts: EventFacts, event: LoggedEvent) => void,
  ): Promise<Reading['skipped']> {
    const { events, skipped } = reading(from, filter)
    const isWanted = filterOf(filter)
    for await (const event of events) {
      const facts = factsOf(event)
      if (isWanted(facts)) use(facts, event)
    }
    return skipped
  }

  async function counts(filter: LogFilter = {}): Promise<LogCounts> {
    const counter = new EventCounter()
    const skipped = await each(filter, (facts) => counter.add(facts))
    const { total, counts, first, last } = counter
    return { total, counts, first, last, skipped }
  }

  return {
    reader: 'stream',
    files: () => logFiles(from),
    stamp: () => logStamp(from),
    partial: () => Promise.resolve(null),
    counts,
    async span(filter) {
      const { counts: _, ...span } = await counts(filter)
      return span
    },
    async series(filter, options) {
      const series = new SeriesBuilder(options)
      await each(filter, (facts) => series.add(facts))
      return series.points
    },
    async goldens(filter = {}, options = {}) {
      const collector = new GoldenCollector(options)
      await each(filter, (facts) => collector.add(facts))
      return collector.points
    },
    async page(filter, options = {}) {
      const collector = new PageCollector(options)
      await each(filter, (facts) => collector.add(facts))
      return collector.page
    },
    event: (message) => readMessage(from, message),
    async *events(filter = {}) {
      const isWanted = filterOf(filter)
      for await (const event of reading(from, filter).events) if (isWanted(factsOf(event))) yield event
    },
    async *facts(filter, _only, onSkipped) {
      const isWanted = filterOf(filter)
      const { events, skipped } = reading(from, filter)
      for await (const event of events) {
        const facts = factsOf(event)
        if (isWanted(facts)) yield facts
      }
      onSkipped?.(skipped)
    },
    async weights(filter, most = Infinity) {
      const sampler = new WeightSampler(most)
      await each(filter, (facts) => sampler.add(facts))
      return sampler.weights
    },
    async conversations(filter = {}) {
      const buckets = new Map<string, string>()
      let repeated = 0
      await each(filter, ({ type, golden, hypothesis, conversation, bucket }) => {
        if (type !== 'response') return
        if (golden !== null || hypothesis !== null) repeated += 1
        else if (conversation !== null && bucket !== null && buckets.get(conversation) !== 'treatment')
          buckets.set(conversation, bucket)
      })
      const control = [...buckets.values()].filter((bucket) => bucket === 'control').length
      return { control, treatment: buckets.size - control, repeated }
    },
    async runs(filter = {}, most = 100) {
      const runs = new RunCollector()
      await each(filter, (facts, event) => runs.add(facts, event.event_type === 'run' ? event.backend : null))
      return runs.latest(most)
    },
    close() {},
  }
}

function reading(from: string | readonly string[], { since }: LogFilter): Reading {
  return readLog(from, since === undefined ? {} : { since })
}
