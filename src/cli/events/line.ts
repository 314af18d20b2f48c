import { styleText } from 'node:util'
import { factsOf } from '../../provenance/event-facts.ts'
import type { LoggedEvent } from '../../provenance/parse-line.ts'
import { printable } from '../../text/printable.ts'
import { milliseconds } from '../../text/amounts.ts'
import { cutToWidth } from '../../text/text-width.ts'

const VERDICT_COLOURS: Readonly<Record<string, 'green' | 'red' | 'yellow'>> = {
  pass: 'green',
  supported: 'green',
  fail: 'red',
  unmeasured: 'red',
  not_supported: 'red',
}

/** From this width on, the facts of events stand below each other. */
const COMFORTABLE = 90

/**
 * An event on one line of at most `columns`: time, type, verdict, source, latency, what it is about, texts. A narrow line
 * has the time without year and seconds. Pure.
 */
export function eventLine(event: LoggedEvent, columns: number): string {
  const { type, verdict, source, latencyMs, golden, conversation, texts } = factsOf(event)
  const isNarrow = columns < COMFORTABLE
  const time = (isNarrow ? event.ts.slice(5, 16) : event.ts.slice(0, 19)).replace('T', ' ')
  const about = golden ?? conversation
  const latency = latencyMs === null ? '' : milliseconds(latencyMs)
  const head = isNarrow
    ? [time, type, verdict ?? '', source ?? '', latency].filter((cell) => cell !== '').join('  ')
    : [time, type.padEnd(8), (verdict ?? '').padEnd(10), (source ?? '').padEnd(10), latency.padStart(9)].join('  ')
  const rest = [...(about === null ? [] : [about]), texts.join(' -> ')].map((text) => printable(text, { max: 2_000 }))
  const line = `${head}  ${rest.join('  ')}`
  const shown = cutToWidth(line, columns)
  const colour = VERDICT_COLOURS[verdict ?? '']
  return colour === undefined || verdict === null ? shown : shown.replace(verdict, styleText(colour, verdict))
}
