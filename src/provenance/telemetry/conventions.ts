/**
 * The release of the GenAI semantic conventions that all names here come from. The conventions are in development: a
 * release can rename what an earlier one defined.
 * https://github.com/open-telemetry/semantic-conventions-genai
 */
export const CONVENTIONS_VERSION = '0.1.0'

/** The name of the event of a judgement. */
export const EVALUATION_EVENT = 'gen_ai.evaluation.result'

/** Attributes of the conventions. Times are in seconds. */
export const GEN_AI = {
  operation: 'gen_ai.operation.name',
  provider: 'gen_ai.provider.name',
  conversation: 'gen_ai.conversation.id',
  requestModel: 'gen_ai.request.model',
  requestStream: 'gen_ai.request.stream',
  responseId: 'gen_ai.response.id',
  responseModel: 'gen_ai.response.model',
  finishReasons: 'gen_ai.response.finish_reasons',
  timeToFirstChunk: 'gen_ai.response.time_to_first_chunk',
  inputTokens: 'gen_ai.usage.input_tokens',
  outputTokens: 'gen_ai.usage.output_tokens',
  cachedTokens: 'gen_ai.usage.cache_read.input_tokens',
  reasoningTokens: 'gen_ai.usage.reasoning.output_tokens',
  inputMessages: 'gen_ai.input.messages',
  outputMessages: 'gen_ai.output.messages',
  evaluationName: 'gen_ai.evaluation.name',
  evaluationScore: 'gen_ai.evaluation.score.value',
  evaluationLabel: 'gen_ai.evaluation.score.label',
  evaluationExplanation: 'gen_ai.evaluation.explanation',
  errorType: 'error.type',
  serverAddress: 'server.address',
  serverPort: 'server.port',
} as const

/** Attributes of this package, for which the conventions have no name. Times are in seconds. */
export const AIOS = {
  run: 'aios.run.id',
  origin: 'aios.origin',
  source: 'aios.source',
  bucket: 'aios.route.bucket',
  weight: 'aios.route.weight',
  boundary: 'aios.route.boundary',
  goldenSet: 'aios.golden.set',
  golden: 'aios.golden.id',
  trait: 'aios.golden.trait',
  hypothesis: 'aios.hypothesis.id',
  configuration: 'aios.configuration',
  repeat: 'aios.repeat',
  retry: 'aios.retry',
  tries: 'aios.tries',
  queue: 'aios.queue.duration',
  load: 'aios.load.duration',
} as const

/** Values of attributes, by name. */
export type Attributes = Record<string, string | number | boolean | string[]>

/** The attributes that have a value. */
export function withValues(attributes: Record<string, Attributes[string] | null | undefined>): Attributes {
  const known: Attributes = {}
  for (const [name, value] of Object.entries(attributes)) if (value !== null && value !== undefined) known[name] = value
  return known
}
