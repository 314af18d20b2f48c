import { recordArtifact, type TestContext } from 'vitest'
import type { ModelFailure, Reply } from '../../../src/models/models.ts'
import type { RoutedRequest } from '../../../src/provenance/events/response-event.ts'
import { configure } from '../../../src/settings/configuration.ts'
import type { AskOptions } from './ask-types.ts'
import { isTraffic } from './request.ts'
import type { WorkerContext } from './worker-context.ts'

/** The result of a request; `request` is the one that was sent last, to the model that answered or failed. */
export interface AskedModels {
  request: RoutedRequest
  outcome: Reply | ModelFailure
}

/** Asks the model that the request was routed to, and for traffic the other model when that one fails. */
export async function askModels(
  worker: WorkerContext,
  test: Pick<TestContext, 'task' | 'signal'>,
  request: RoutedRequest,
  options: AskOptions,
): Promise<AskedModels> {
  const outcome = await complete(worker, test, request, options)
  if (outcome.kind === 'reply') return { request, outcome }
  const fallback = isTraffic(request, options, worker.facts) ? fallbackFor(worker, request, outcome) : null
  return fallback === null ? { request, outcome } : askModels(worker, test, fallback, options)
}

/** The same request for the other model; null when that one may not answer either. */
function fallbackFor(
  worker: WorkerContext,
  request: RoutedRequest,
  { source, cause, evidence }: ModelFailure,
): RoutedRequest | null {
  worker.observe(request.decision, { kind: 'failed' })
  const decision = worker.router.fallbackFor(request.decision)
  return decision && { ...request, decision, insteadOf: { source, cause, evidence } }
}

async function complete(
  worker: WorkerContext,
  { task, signal }: Pick<TestContext, 'task' | 'signal'>,
  { golden, decision, messages, repeat }: RoutedRequest,
  { source, configuration, hypothesis }: AskOptions,
): Promise<Reply | ModelFailure> {
  const { settings, backend } = worker.facts
  const models = await worker.modelsOf(configuration)
  const request = { source: source ?? decision.source, messages, repeat, signal }
  if (golden === undefined) return models.complete(request)
  const named = { ...request, golden: { set: golden.set, id: golden.id } }
  // A hypothesis records its own replies, in the order in which it asked.
  if (settings.record === 0 || backend.kind === 'replay' || backend.kind === 'none' || hypothesis !== undefined)
    return models.complete(named)
  const { record } = await import('../../../src/models/recorder.ts')
  const configured = configuration === undefined ? settings : configure(settings, configuration)
  const recorded = await record(models, named, configured, backend.from)
  if (recorded.kind === 'failure') return recorded
  await recordArtifact(task, { type: 'aios:recording', entries: recorded.entries })
  return recorded.reply
}
