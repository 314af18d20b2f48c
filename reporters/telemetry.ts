import { createRequire } from 'node:module'
import { join } from 'node:path'
import type * as OpenTelemetry from '@opentelemetry/api'
import type { JudgementEvent, ResponseEvent, UnmeasuredEvent } from '../schemas/generated/provenance.ts'
import { clearTimeout, setTimeout } from '../src/clock.ts'
import { isRecord } from '../src/is-record.ts'
import { EVALUATION_EVENT } from '../src/provenance/telemetry/conventions.ts'
import { type EvaluationResult, evaluationOf } from '../src/provenance/telemetry/evaluation.ts'
import { replySpan, type SpanContent } from '../src/provenance/telemetry/reply-span.ts'
import { errorMessage } from '../src/text/error-message.ts'
import { VERSION } from '../src/version.ts'

/** Most time that a run waits for the exporters at its end, in milliseconds. */
const FLUSH_LIMIT_MS = 5_000

/** Where the API keeps what an SDK registers; absent until one does. */
const REGISTRY = Symbol.for('opentelemetry.js.api.1')

type Api = typeof OpenTelemetry

/** The API of the project, with the loggers and the tracer of its SDK. */
interface Connection {
  api: Api
  tracer: OpenTelemetry.Tracer
  /** null: the SDK exports no logs. */
  logger: OpenTelemetry.Logger | null
  /** The parent of all spans: Vitest's own span where Vitest traces. */
  parent: OpenTelemetry.Context
}

/**
 * Exports replies as spans and judgements as evaluation events through the OpenTelemetry SDK that the user registered.
 * Without one it loads nothing and does nothing. Never throws: see `warning`.
 */
export class Telemetry {
  readonly #root: () => string
  readonly #contentOf: (event: ResponseEvent | UnmeasuredEvent) => SpanContent
  readonly #spans = new Map<string, OpenTelemetry.SpanContext>()
  #connection: Connection | null = null
  #warning: string | null = null

  /** `root` returns the folder of the project, whose installed API is used. */
  constructor(root: () => string, contentOf: (event: ResponseEvent | UnmeasuredEvent) => SpanContent) {
    this.#root = root
    this.#contentOf = contentOf
  }

  /** Why something was not exported; null: no error was seen. */
  get warning(): string | null {
    return this.#warning
  }

  /** Takes the active span as the parent of all spans. */
  start(): void {
    this.#attempt(() => this.#connect())
  }

  /** Exports a reply or a judgement, which is read only where an SDK is registered. */
  record(read: () => ResponseEvent | UnmeasuredEvent | JudgementEvent): void {
    this.#attempt(() => {
      const connection = this.#connect()
      if (connection === null) return
      const event = read()
      if (event.event_type === 'response') this.#exportReply(connection, event)
      else this.#exportJudgement(connection, event)
    })
  }

  /** Waits until the exporters have sent everything, at most 5 seconds. */
  async flush(): Promise<void> {
    if (this.#connection === null) return
    const { api, logger } = this.#connection
    const providers = [api.trace.getTracerProvider(), ...(logger === null ? [] : [api.logs.getLoggerProvider()])]
    let timer: ReturnType<typeof setTimeout> | undefined
    const limit = new Promise<never>((_, reject) => {
      const late = () => reject(new Error(`the exporter did not finish within ${FLUSH_LIMIT_MS / 1_000} seconds`))
      timer = setTimeout(late, FLUSH_LIMIT_MS)
    })
    try {
      await Promise.race([Promise.all(providers.map(flushed)), limit])
    } catch (error) {
      this.#fail(error)
    } finally {
      clearTimeout(timer)
    }
  }

  #exportReply(connection: Connection, event: ResponseEvent | UnmeasuredEvent): void {
    const { api, tracer, parent } = connection
    const { name, start, end, attributes, error, evaluation } = replySpan(event, this.#contentOf(event))
    const span = tracer.startSpan(name, { kind: api.SpanKind.CLIENT, attributes, startTime: start }, parent)
    if (!api.isSpanContextValid(span.spanContext())) throw new Error(otherVersion())
    if (error !== null) span.setStatus({ code: api.SpanStatusCode.ERROR, message: error })
    if (evaluation !== null) addEvaluation(connection, span, evaluation)
    span.end(end)
    this.#spans.set(event.msg_id, span.spanContext())
  }

  /** The span of the reply has ended and takes no more events: without a logger, the judgement gets a span below it. */
  #exportJudgement(connection: Connection, event: JudgementEvent): void {
    const evaluation = evaluationOf(event)
    if (evaluation === null) return
    const { api, tracer, parent, logger } = connection
    const { judge, time } = evaluation
    const reply = this.#spans.get(event.msg_id)
    const context = reply === undefined ? parent : api.trace.setSpanContext(parent, reply)
    if (logger !== null) return emit(connection, context, evaluation)
    const span = tracer.startSpan(`evaluate ${judge}`, { startTime: time }, context)
    addEvaluation(connection, span, evaluation)
    span.end(time)
  }

  #connect(): Connection | null {
    return (this.#connection ??= registered('trace') && this.#warning === null ? connect(this.#root()) : null)
  }

  #attempt(step: () => void): void {
    try {
      step()
    } catch (error) {
      this.#fail(error)
    }
  }

  #fail(error: unknown): void {
    const reasons = Array.isArray(error) ? error.map(errorMessage).join('; ') : errorMessage(error)
    this.#warning ??= `not everything was exported to OpenTelemetry: ${reasons}`
  }
}

/** Whether an SDK registered a provider of this signal. */
function registered(signal: 'trace' | 'logs'): boolean {
  const registry = registryOf()
  return registry !== null && registry[signal] !== undefined
}

function registryOf(): Record<string, unknown> | null {
  const registry: unknown = Reflect.get(globalThis, REGISTRY)
  return isRecord(registry) ? registry : null
}

function connect(root: string): Connection {
  const api = loadApi(root)
  return {
    api,
    tracer: api.trace.getTracer('vitest-aios', VERSION),
    logger: registered('logs') && 'logs' in api ? api.logs.getLogger('vitest-aios', VERSION) : null,
    parent: api.context.active(),
  }
}

function loadApi(root: string): Api {
  try {
    return createRequire(join(root, 'package.json'))('@opentelemetry/api') as Api
  } catch (cause) {
    const remedy = 'run: npm install --save-dev @opentelemetry/api'
    throw new Error(`an SDK is registered, but ${root} has no @opentelemetry/api; ${remedy}`, { cause })
  }
}

/** An API ignores the SDK that an older version of it registered. */
function otherVersion(): string {
  const version = String(registryOf()?.['version'])
  return `the SDK registered with version ${version} of @opentelemetry/api, and the project has another one; run: npm dedupe`
}

/** Adds the evaluation to a span that has not ended: as a log record where the SDK exports logs, else as a span event. */
function addEvaluation(connection: Connection, span: OpenTelemetry.Span, evaluation: EvaluationResult): void {
  const { api, parent, logger } = connection
  if (logger !== null) emit(connection, api.trace.setSpan(parent, span), evaluation)
  else span.addEvent(EVALUATION_EVENT, evaluation.attributes, evaluation.time)
}

function emit({ logger }: Connection, context: OpenTelemetry.Context, { time, attributes }: EvaluationResult): void {
  logger?.emit({ eventName: EVALUATION_EVENT, timestamp: time, attributes, context })
}

/** Waits for a provider of the API, which can stand for one of an SDK. */
async function flushed(provider: unknown): Promise<void> {
  const real: unknown =
    isRecord(provider) && typeof provider['getDelegate'] === 'function' ? provider['getDelegate']() : provider
  if (isRecord(real) && typeof real['forceFlush'] === 'function') await real['forceFlush']()
}
