// Router: weighs messages, routes each to one of two models, and adapts the boundary between them to the outcomes.
export { type Bucket, bucketOf } from './bucket.ts'
export { createRouter } from './create-router.ts'
export type { Decision, Experiment, Outcome, Routing } from './decision.ts'
export type { Fallback, RouterOptions } from './options.ts'
export type { Candidate, MoveCondition, MoveEvaluation, Feedback, Plan, Policy, PolicyOptions } from './policy.ts'
export type { Observed, Router } from './router.ts'
export type { Move, RouterState } from './state.ts'
export type { StateStore, Warn } from './store.ts'
export type { ChatMessage } from './texts.ts'
export {
  fileStore,
  memoryStore,
  type RedisClient,
  redisStore,
  type RedisStoreOptions,
  StoreError,
} from './stores/index.ts'
export { evidencePolicy } from './policies/evidence.ts'
export { thresholdPolicy } from './policies/threshold.ts'
export { type Coefficients, DEFAULT_COEFFICIENTS } from './weight/default-coefficients.ts'
export { readCoefficients, type CoefficientsFile, CoefficientsError } from './weight/coefficients-file.ts'
export { type Weight, weigh } from './weight/weigh.ts'
export type { Message } from '../message.ts'
export type { Source } from '../source.ts'
