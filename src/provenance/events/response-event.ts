import { isoTime } from '../../clock.ts'
import type { Golden, ResponseEvent, RunEvent, UnmeasuredEvent } from '../../../schemas/generated/provenance.ts'
import { lastQuestion, type Message } from '../../message.ts'
import type { ModelFailure, Reply, Timings } from '../../models/models.ts'
import type { Decision } from '../../router/index.ts'
import type { Privacy } from '../../settings/privacy.ts'
import type { Source } from '../../source.ts'
import type { RunOutcome } from '../run-outcome.ts'
import { passedOnRetry } from '../../verdicts/golden.ts'
import type { SetResults } from '../../verdicts/results.ts'

/** A request to a model with the router's decision, and the facts that its event contains. */
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
  /** The hypothesis that asks, and the name of the variant. */
  hypothesis?: { id: string; variant: string }
  messages: readonly Message[]
  decision: Decision
  /** The source that the router chose first, and why the other one answers. */
  insteadOf?: { source: Source; cause: string; evidence: string }
  gitCommit: string | null
  version: string
  /** Removes from texts and ids what must not reach a file. */
  privacy: Privacy
}

/** The event of a reply, not yet judged. */
export function responseEvent(request: RoutedRequest, reply: Reply): ResponseEvent {
  const { privacy, golden, hypothesis, insteadOf: instead } = request
  const event: ResponseEvent = {
    schema_version: '2.0',
    event_type: 'response',
    ts: isoTime(),
    run_id: request.runId,
    conv_id: privacy.conversationId(request.conversation),
    msg_id: request.message,
    repeat: request.repeat,
    retry: request.retry,
    question: privacy.redact(lastQuestion(request.messages)),
    reply: privacy.redact(reply.text),
    source: reply.source,
    model: modelOf(reply),
    route: routeOf(request.decision),
    timings: rounded(reply.timings),
    tokens: reply.tokens,
    finish: reply.finish,
    tries: reply.tries,
    verdict: 'unjudged',
    origin: reply.origin.kind,
    git_commit: request.gitCommit,
    version: request.version,
  }
  // Optional fields are assigned, because to spread them takes several times as long.
  if (golden !== undefined) event.golden = golden
  if (request.countedAttempt !== undefined) event.counted_attempt = request.countedAttempt
  if (request.configuration !== undefined) event.configuration = request.configuration
  if (hypothesis !== undefined) {
    event.hypothesis = hypothesis.id
    event.variant = hypothesis.variant
  }
  if (instead !== undefined) event.instead_of = insteadOf(instead, privacy)
  if (reply.cutFrom !== undefined) event.reply_cut = reply.cutFrom
  if (reply.reasoning !== undefined) event.reasoning = privacy.redact(reply.reasoning)
  if (reply.quirks.length > 0) event.quirks = reply.quirks
  if (reply.origin.kind === 'replayed') event.recorded_at = reply.origin.recordedAt
  return event
}

/** The event of a question that got no reply. */
export function unmeasuredEvent(request: RoutedRequest, failure: ModelFailure): UnmeasuredEvent {
  return {
    schema_version: '2.0',
    event_type: 'response',
    ts: isoTime(),
    ...placeOf(request),
    source: failure.source,
    model: { asked: failure.model },
    route: routeOf(request.decision),
    ...(request.insteadOf === undefined ? {} : { instead_of: insteadOf(request.insteadOf, request.privacy) }),
    tries: failure.tries,
    verdict: 'unmeasured',
    failure: {
      cause: failure.cause,
      evidence: request.privacy.redact(failure.evidence),
      remedy: request.privacy.redact(failure.remedy),
    },
    origin: failure.origin,
    git_commit: request.gitCommit,
    version: request.version,
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

function placeOf(request: RoutedRequest) {
  return {
    run_id: request.runId,
    conv_id: request.privacy.conversationId(request.conversation),
    msg_id: request.message,
    ...(request.golden === undefined ? {} : { golden: request.golden }),
    repeat: request.repeat,
    retry: request.retry,
    ...(request.countedAttempt === undefined ? {} : { counted_attempt: request.countedAttempt }),
    ...(request.configuration === undefined ? {} : { configuration: request.configuration }),
    ...(request.hypothesis === undefined
      ? {}
      : { hypothesis: request.hypothesis.id, variant: request.hypothesis.variant }),
    question: request.privacy.redact(lastQuestion(request.messages)),
  }
}

function routeOf({ weight, parts, bucket, boundary, propensity, drawn, off }: Decision): ResponseEvent['route'] {
  const route: ResponseEvent['route'] = { weight, parts, bucket, boundary, propensity }
  if (drawn) route.drawn = drawn
  if (off !== null) route.off = off
  return route
}

function insteadOf(instead: NonNullable<RoutedRequest['insteadOf']>, { redact }: Privacy) {
  return { ...instead, evidence: redact(instead.evidence) }
}

function modelOf({ model: { asked, answered, quantization } }: Reply): ResponseEvent['model'] {
  const model: ResponseEvent['model'] = { asked }
  if (answered !== asked) model.answered = answered
  if (quantization !== undefined) model.quantization = quantization
  return model
}

/** Rounds to tenths of a millisecond, which is precise enough and keeps events short. */
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
