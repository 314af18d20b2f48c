import { styleText } from 'node:util'
import { factsOf } from '../../provenance/event-facts.ts'
import type { LoggedEvent } from '../../provenance/parse-line.ts'
import { printable } from '../../text/printable.ts'

const VERDICT_COLOURS: Readonly<Record<string, 'green' | 'red' | 'yellow'>> = {
  pass: 'green',
  supported: 'green',
  fail: 'red',
  unmeasured: 'red',
  not_supported: 'red',
}

/** An event on one line of at most `columns`: time, type, verdict, source, latency, what it is about, texts. Pure. */
export function eventLine(event: LoggedEvent, columns: number): string {
  const { type, verdict, source, latencyMs, golden, conversation, texts } = factsOf(event)
  const time = event.ts.slice(0, 19).replace('T', ' ')
  const about = golden ?? conversation
  const head = [
    time,
    type.padEnd(8),
    (verdict ?? '').padEnd(10),
    (source ?? '').padEnd(10),
    (latencyMs === null ? '' : `${Math.round(latencyMs)} ms`).padStart(9),
  ].join('  ')
  const rest = [...(about === null ? [] : [about]), texts.join(' -> ')].map((text) => printable(text, { max: 2_000 }))
  const line = `${head}  ${rest.join('  ')}`
  const shown = line.length > columns ? `${line.slice(0, Math.max(0, columns - 1))}…` : line
  const colour = VERDICT_COLOURS[verdict ?? '']
  return colour === undefined || verdict === null ? shown : shown.replace(verdict, styleText(colour, verdict))
}
