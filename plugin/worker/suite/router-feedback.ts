import type { ResponseEvent } from '../../../schemas/generated/provenance.ts'
import type { RoutedRequest } from '../../../src/provenance/events/response-event.ts'
import type { Decision, Outcome } from '../../../src/router/index.ts'
import type { RunFacts } from '../../run-facts.ts'
import type { AskOptions } from './ask-types.ts'
import type { JudgedReply } from './judged-reply.ts'
import type { WorkerContext } from './worker-context.ts'

/** Reports the outcomes of a test to the router when the test ends; a later verdict goes to the log only. */
export class RouterFeedback {
  readonly #worker: WorkerContext
  readonly #pending: { decision: Decision; reply: JudgedReply }[] = []

  constructor(worker: WorkerContext) {
    this.#worker = worker
  }

  /** Takes a reply; keeps it where the router may learn from it. */
  add(request: RoutedRequest, options: AskOptions, reply: JudgedReply): void {
    if (teaches(request, options, this.#worker.facts)) this.#pending.push({ decision: request.decision, reply })
  }

  /** Reports each judged reply, once. */
  report(): void {
    for (const { decision, reply } of this.#pending.splice(0)) {
      const outcome = outcomeOf(reply.event)
      if (outcome !== null) this.#worker.observe(decision, outcome)
    }
  }
}

/** Whether the router learns from a reply: it was measured, and the router chose its model. */
function teaches(
  { hypothesis, configuration, retry }: RoutedRequest,
  { source }: AskOptions,
  { backend, settings }: RunFacts,
): boolean {
  // Vitest retries failed tests only, so their replies are not a random sample.
  if (retry > 0) return false
  const routed = source === undefined && hypothesis === undefined && configuration === undefined
  return routed && backend.kind !== 'replay' && settings.record === 0
}

/** null: the reply was not judged. */
function outcomeOf({ verdict, timings, origin }: ResponseEvent): Outcome | null {
  if (verdict === 'unjudged') return null
  return { kind: 'answered', quality: verdict === 'pass' ? 1 : 0, latencyMs: timings.total_ms, origin }
}
