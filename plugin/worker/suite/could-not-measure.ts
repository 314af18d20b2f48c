import { lastQuestion } from '../../../src/message.ts'
import type { ModelFailure } from '../../../src/models/models.ts'
import type { RoutedRequest } from '../../../src/provenance/events/response-event.ts'
import { printable } from '../../../src/text/printable.ts'

/** Thrown when a question got no reply. It is not evidence about the quality of a model. */
export class CouldNotMeasureError extends Error {
  override name = 'CouldNotMeasureError'
  readonly failure: ModelFailure

  constructor(failure: ModelFailure, asked: RoutedRequest) {
    const { redact } = asked.privacy
    const name =
      asked.golden === undefined
        ? `"${printable(redact(lastQuestion(asked.messages)), { max: 60 })}"`
        : `golden "${printable(asked.golden.id)}"`
    const clean = (text: string) => printable(redact(text), { max: 600 })
    const tries = failure.tries > 1 ? ` (after ${failure.tries} tries)` : ''
    super(
      `could not measure ${name}: ${failure.cause.replaceAll('_', ' ')}${tries}\n\n` +
        `Asked:    ${failure.source} (${printable(failure.model)})\n` +
        `Evidence: ${clean(failure.evidence)}\n` +
        `Remedy:   ${clean(failure.remedy)}`,
    )
    this.failure = failure
    // The stack would only point into the plugin.
    this.stack = `${this.name}: ${this.message}`
  }
}
