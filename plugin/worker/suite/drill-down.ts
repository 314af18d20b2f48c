import type { TestContext } from 'vitest'
import type { ReplyNote } from '../../../reporters/task-data.ts'
import type { ResponseEvent, UnmeasuredEvent } from '../../../schemas/generated/provenance.ts'
import { printable } from '../../../src/text/printable.ts'

const TEXT_MAX = 4_000
const NOTES_MAX = 20

/**
 * Adds a reply to the test's meta, for the JSON reporter. Long texts are cut; the provenance log contains them whole.
 */
export function recordReply(task: TestContext['task'], event: ResponseEvent | UnmeasuredEvent): void {
  const notes = (task.meta.aios ??= [])
  if (notes.length < NOTES_MAX) notes.push(note(event))
}

function note(event: ResponseEvent | UnmeasuredEvent): ReplyNote {
  const unmeasured = event.verdict === 'unmeasured'
  return {
    question: cut(event.question),
    reply: unmeasured ? cut(`could not measure: ${event.failure.cause}: ${event.failure.evidence}`) : cut(event.reply),
    route: explainRoute(event),
    model: cut(unmeasured ? event.model.asked : (event.model.answered ?? event.model.asked)),
    timings: unmeasured ? 'none' : explainTimings(event),
    verdict: unmeasured
      ? `unmeasured. ${event.failure.remedy}`
      : cut(`${event.verdict}${event.why === undefined ? '' : `: ${event.why}`}`),
  }
}

/** One line a reason, because the UI does not wrap lines. */
function explainRoute({ source, route, instead_of }: ResponseEvent | UnmeasuredEvent): string[] {
  const parts = Object.entries(route.parts).map(([name, value]) => `${name} ${value > 0 ? '+' : ''}${value}`)
  const relation = route.weight > route.boundary ? 'above' : 'not above'
  const due = instead_of?.source ?? source
  return [
    route.drawn
      ? `${due}: drawn by the experiment, weight ${route.weight} being near the boundary ${route.boundary}`
      : `${due}: weight ${route.weight} is ${relation} the boundary ${route.boundary}`,
    ...(instead_of === undefined ? [] : [cut(`${source} in its place: ${instead_of.cause}: ${instead_of.evidence}`)]),
    ...parts,
    route.off === undefined ? `bucket ${route.bucket}` : `adaptation is off: ${cut(route.off)}`,
  ]
}

function explainTimings({ timings, tokens, origin }: ResponseEvent): string {
  const parts = [
    `${Math.round(timings.total_ms)} ms`,
    timings.first_token_ms === null ? '' : `first token after ${Math.round(timings.first_token_ms)} ms`,
    timings.tokens_per_second === null ? '' : `${timings.tokens_per_second.toFixed(1)} tokens/s`,
    tokens.completion === null ? '' : `${tokens.completion} tokens`,
    timings.queue_ms >= 1 ? `waited ${Math.round(timings.queue_ms)} ms for a slot` : '',
    timings.load_ms >= 1 ? `loaded the model in ${Math.round(timings.load_ms)} ms` : '',
  ]
  return `${parts.filter((part) => part !== '').join(', ')} (${origin})`
}

/** Cuts a long text and escapes control characters: the UI and JSON reports show meta as it is. */
function cut(text: string): string {
  return printable(text, { max: TEXT_MAX, newlines: true })
}
