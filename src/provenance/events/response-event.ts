import { isoTime } from '../../clock.ts'
import type { Golden, ResponseEvent, RunEvent, UnmeasuredEvent } from '../../../schemas/generated/provenance.ts'
import { lastQuestion, type Message } from '../../message.ts'
import type { ModelFailure, Reply, Timings } from '../../models/models.ts'
import type { Decision } from '../../router/index.ts'
import type { Source } from '../../source.ts'
import type { RunOutcome } from '../run-outcome.ts'
import { passedOnRetry } from '../../verdicts/golden.ts'
import type { SetResults } from '../../verdicts/results.ts'
import { redact } from '../../text/redaction.ts'

/** What an event says beside the reply: who asked what, in which run. */
export interface RoutedRequest {
  runId: string
  conversation: string
  message: string
  golden?: Golden
  repeat: number
  retry: number
  /** The suite counts the last attempt of a golden that Vitest retried; left out: the first. */
  countedAttempt?: 'last'
  /** Name of the configuration, where a suite compares two. */
  configuration?: string
  /** The hypothesis that asks, and which of its ways to ask this is. */
  hypothesis?: { id: string; variant: string }
  messages: readonly Message[]
  decision: Decision
  /** The source that was due, and why another one answers. */
  insteadOf?: { source: Source; cause: string; evidence: string }
  gitCommit: string | null
  version: string
  /** Texts that must not reach a file, such as the API key. */
  secrets: readonly string[]
}

/** The event of a reply; its verdict is open until somebody judged it. */
export function responseEvent(asked: RoutedRequest, reply: Reply): ResponseEvent {
  return {
    schema_version: '2.0',
    event_type: 'response',
    ts: isoTime(),
    ...place(asked),
    reply: redact(reply.text, asked.secrets),
    ...(reply.cutFrom === undefined ? {} : { reply_cut: reply.cutFrom }),
    ...(reply.reasoning === undefined ? {} : { reasoning: redact(reply.reasoning, asked.secrets) }),
    source: reply.source,
    model: modelOf(reply),
    route: route(asked.decision),
    ...insteadOf(asked),
    timings: rounded(reply.timings),
    tokens: reply.tokens,
    finish: reply.finish,
    ...(reply.quirks.length === 0 ? {} : { quirks: reply.quirks }),
    tries: reply.tries,
    verdict: 'unjudged',
    origin: reply.origin.kind,
    ...(reply.origin.kind === 'replayed' ? { recorded_at: reply.origin.recordedAt } : {}),
    git_commit: asked.gitCommit,
    version: asked.version,
  }
}

/** The event of a question that got no reply. */
export function unmeasuredEvent(asked: RoutedRequest, failure: ModelFailure): UnmeasuredEvent {
  return {
    schema_version: '2.0',
    event_type: 'response',
    ts: isoTime(),
    ...place(asked),
    source: failure.source,
    model: { asked: failure.model },
    route: route(asked.decision),
    ...insteadOf(asked),
    tries: failure.tries,
    verdict: 'unmeasured',
    failure: {
      cause: failure.cause,
      evidence: redact(failure.evidence, asked.secrets),
      remedy: redact(failure.remedy, asked.secrets),
    },
    origin: failure.origin,
    git_commit: asked.gitCommit,
    version: asked.version,
  }
}

/** The event that closes a run. */
export function runEvent(
  run: RunOutcome,
  events: readonly (ResponseEvent | UnmeasuredEvent)[],
  sets: readonly SetResults[],
): RunEvent {
  return {
    schema_version: '2.0',
    event_type: 'run',
    ts: run.endedAt,
    run_id: run.runId,
    backend: run.backend,
    status: run.status,
    replies: events.filter((event) => event.verdict !== 'unmeasured').length,
    unmeasured: events.filter((event) => event.verdict === 'unmeasured').length,
    unjudged: events.filter((event) => event.verdict === 'unjudged').length,
    passed_on_retry: sets.flatMap(({ goldens }) => goldens.filter(passedOnRetry)).length,
    sets: sets.map(({ set }) => set),
    duration_ms: Math.round(run.durationMs),
    git_commit: run.gitCommit,
    version: run.version,
  }
}

function place(asked: RoutedRequest) {
  return {
    run_id: asked.runId,
    conv_id: asked.conversation,
    msg_id: asked.message,
    ...(asked.golden === undefined ? {} : { golden: asked.golden }),
    repeat: asked.repeat,
    retry: asked.retry,
    ...(asked.countedAttempt === undefined ? {} : { counted_attempt: asked.countedAttempt }),
    ...(asked.configuration === undefined ? {} : { configuration: asked.configuration }),
    ...(asked.hypothesis === undefined ? {} : { hypothesis: asked.hypothesis.id, variant: asked.hypothesis.variant }),
    question: redact(lastQuestion(asked.messages), asked.secrets),
  }
}

function route({ weight, parts, bucket, boundary, propensity, drawn, off }: Decision): ResponseEvent['route'] {
  const usual = { weight, parts, bucket, boundary, propensity }
  return { ...usual, ...(drawn ? { drawn } : {}), ...(off === null ? {} : { off }) }
}

function insteadOf({ insteadOf, secrets }: RoutedRequest): Pick<ResponseEvent, 'instead_of'> {
  if (insteadOf === undefined) return {}
  return { instead_of: { ...insteadOf, evidence: redact(insteadOf.evidence, secrets) } }
}

function modelOf({ model: { asked, answered, quantization } }: Reply): ResponseEvent['model'] {
  return { asked, ...(answered === asked ? {} : { answered }), ...(quantization === undefined ? {} : { quantization }) }
}

/** Tenths of a millisecond are finer than any server's clock, and short in every event. */
function rounded({ tokens_per_second, first_token_ms, ...times }: Timings): Timings {
  const tenths = (value: number) => Math.round(value * 10) / 10
  return {
    queue_ms: tenths(times.queue_ms),
    load_ms: tenths(times.load_ms),
    first_token_ms: first_token_ms === null ? null : tenths(first_token_ms),
    total_ms: tenths(times.total_ms),
    tokens_per_second: tokens_per_second === null ? null : tenths(tokens_per_second),
  }
}
