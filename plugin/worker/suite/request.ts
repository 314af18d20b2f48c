import { type Message, withPrompt } from '../../../src/message.ts'
import { shortId } from '../../../src/provenance/short-id.ts'
import type { RoutedRequest } from '../../../src/provenance/events/response-event.ts'
import { privacyOf } from '../../../src/settings/privacy.ts'
import type { Router } from '../../../src/router/index.ts'
import type { RunFacts } from '../../run-facts.ts'
import type { AskOptions, Question } from './ask-types.ts'
import type { SuiteGolden } from './suite-golden.ts'

/** A request before the router has decided which model gets it. */
export type UnroutedRequest = Omit<RoutedRequest, 'decision' | 'insteadOf'>

/** The attempt at a test that asks. */
export interface RequestOrigin {
  facts: RunFacts
  taskId: string
  /** Default: each golden, and each test, is a conversation of its own. */
  conversation: string | undefined
  repeat: number
  retry: number
}

/** Builds the request for a question. */
export function buildRequest(question: Question, options: AskOptions, origin: RequestOrigin): UnroutedRequest {
  const { facts, retry } = origin
  const { configuration, hypothesis, repeat = origin.repeat } = options
  const golden = isGolden(question) ? question : undefined
  const request: UnroutedRequest = {
    runId: facts.runId,
    conversation:
      origin.conversation ?? (golden === undefined ? `test:${origin.taskId}` : `golden:${golden.set}:${golden.id}`),
    message: shortId(),
    ...(golden !== undefined && {
      golden: { set: golden.set, id: golden.id, trait: golden.trait, fingerprint: golden.fingerprint },
    }),
    repeat,
    retry,
    ...(golden?.countedAttempt === 'last' && { countedAttempt: 'last' }),
    ...(configuration !== undefined && { configuration: configuration.name }),
    ...(hypothesis !== undefined && { hypothesis }),
    messages: withPrompt(messagesOf(question), configuration?.prompt ?? facts.settings.prompt),
    gitCommit: facts.gitCommit,
    version: facts.version,
    privacy: privacyOf(facts.settings),
  }
  if (!isTraffic(request, options, facts)) return request
  // Each run is new traffic, so the bucket of its conversations is drawn again.
  return { ...request, conversation: `${facts.runId}:${request.conversation}` }
}

/** Traffic may take part in the router's experiment; goldens, hypotheses and comparisons measure, and may not. */
export function isTraffic(
  { golden, hypothesis, configuration }: UnroutedRequest,
  { source }: AskOptions,
  { backend }: Pick<RunFacts, 'backend'>,
): boolean {
  const measures = golden !== undefined || hypothesis !== undefined || configuration !== undefined
  return !measures && source === undefined && backend.kind !== 'replay'
}

/** Adds the decision of the router. */
export function routeRequest(request: UnroutedRequest, router: Router, explore: boolean): RoutedRequest {
  const { conversation, messages } = request
  const decision = router.route({ conversation, messages, explore })
  const { insteadOf: source } = decision
  if (source === undefined) return { ...request, decision }
  const evidence = 'it failed several times in a row, and is left alone for a while'
  return { ...request, decision, insteadOf: { source, cause: 'breaker_open', evidence } }
}

function isGolden(question: Question): question is SuiteGolden {
  return typeof question === 'object' && 'fingerprint' in question
}

function messagesOf(question: Question): readonly Message[] {
  if (typeof question === 'string') return [{ role: 'user', content: question }]
  return isGolden(question) ? question.conversation : question
}
