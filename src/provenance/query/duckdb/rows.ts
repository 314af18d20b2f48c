import { type EventFacts, factsOf } from '../../event-facts.ts'
import { parseLine } from '../../parse-line.ts'
import { storedText } from './byte-order-mark.ts'
import type { Appender } from './engine.ts'
import { FACTS, type RowKind } from './relation.ts'

/** A row of the log, as `relation.ts` describes its columns. */
interface Row {
  kind: RowKind
  judgeable: boolean
  backend: string | null
  texts: readonly (string | null)[]
  facts: Partial<EventFacts>
}

/** Appends the row of a line; null: it is not an event. `first`: the values of columns before those of a row. */
export function appendLine(
  text: string,
  offset: number,
  appender: Appender,
  first: readonly (string | boolean)[],
): RowKind | null {
  const row = rowOf(text)
  if (row === null) return null
  const [text1 = null, text2 = null, text3 = null] = row.texts
  for (const value of [...first, row.kind, offset, row.judgeable, row.backend, text1, text2, text3])
    append(appender, value)
  for (const fact of FACTS) append(appender, row.facts[fact] ?? null)
  appender.endRow()
  return row.kind
}

/** The row of a line; null: it is not an event. */
function rowOf(text: string): Row | null {
  const event = parseLine(text)
  if (event === null) return null
  const none = { judgeable: false, backend: null }
  if ('setAside' in event) {
    const facts = event.ts === null ? {} : { time: Date.parse(event.ts) }
    return { ...none, kind: 'aside', texts: [event.setAside], facts }
  }
  if (event.event_type === 'judgement') {
    const { ts, msg_id: message, verdict, judged_by, why = null } = event
    const judge = verdict === 'unjudged' ? null : judged_by
    return {
      ...none,
      kind: 'judgement',
      texts: [null, null, why],
      facts: { time: Date.parse(ts), message, verdict, judge },
    }
  }
  const facts = factsOf(event)
  return {
    kind: 'event',
    judgeable: event.event_type === 'response' && event.verdict !== 'unmeasured',
    backend: event.event_type === 'run' ? event.backend : null,
    texts: facts.texts,
    facts,
  }
}

function append(appender: Appender, value: string | number | boolean | null): void {
  if (value === null) appender.appendNull()
  else if (typeof value === 'string') appender.appendVarchar(storedText(value.toWellFormed()))
  else if (typeof value === 'number') appender.appendDouble(value)
  else appender.appendBoolean(value)
}
