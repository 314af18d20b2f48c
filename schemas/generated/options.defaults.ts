// Generated from schemas/options.schema.json by `npm run generate`. Do not edit.
import type { AiosOptions, LimitOptions, LogOptions, PrivacyOptions, RedactOptions, SamplingOptions, HealthOptions, RegressionOptions, GoldenSuiteOptions, RouterOptions, RedisStoreOptions, SuiteRouterOptions, HypothesisDeclaration, FromLog, OutcomeOptions, DirectedOptions, ConvergenceOptions, CorrelationOptions, FasterClaim, NoWorseClaim, DifferenceClaim, ConvergenceClaim, CorrelationClaim, VariableOnly } from './options.ts'

type Defaults<T, K extends keyof T> = { readonly [Name in K]-?: NonNullable<T[Name]> }

/** The literal defaults of the options, by group. */
export const DEFAULTS: {
  readonly AiosOptions: Defaults<AiosOptions, 'backend' | 'baseUrl' | 'dir' | 'repeats' | 'timeoutMs' | 'adaptive' | 'slots' | 'cassettes' | 'baseline'>
  readonly LimitOptions: Defaults<LimitOptions, 'connect' | 'load' | 'idle'>
  readonly LogOptions: Defaults<LogOptions, 'maxMb' | 'daily' | 'keep'>
  readonly PrivacyOptions: Defaults<PrivacyOptions, 'hashConversations'>
  readonly RedactOptions: Defaults<RedactOptions, 'emails' | 'phones' | 'cards' | 'patterns'>
  readonly SamplingOptions: Defaults<SamplingOptions, 'temperature' | 'top_p' | 'top_k' | 'repeat_penalty' | 'seed' | 'max_tokens' | 'stop'>
  readonly HealthOptions: Defaults<HealthOptions, 'passRate' | 'p50Ms' | 'p95Ms' | 'mainShare' | 'boundaryDrift' | 'oneModel'> & { readonly passRate: Record<'from' | 'to' | 'redBelow', number> } & { readonly p50Ms: Record<'from' | 'to', number> } & { readonly p95Ms: Record<'from' | 'to' | 'redAbove', number> } & { readonly mainShare: Record<'from' | 'to', number> } & { readonly boundaryDrift: Record<'from' | 'to' | 'redAbove', number> }
  readonly RegressionOptions: Defaults<RegressionOptions, 'tolerance' | 'mode' | 'onInconclusive'>
  readonly GoldenSuiteOptions: Defaults<GoldenSuiteOptions, 'countedAttempt'>
  readonly RouterOptions: Defaults<RouterOptions, 'policy' | 'adaptive' | 'controlShare' | 'minSamplesBeforeAdapt' | 'adaptationStrength' | 'maxDrift' | 'latencyLimitMs' | 'latencyCost' | 'fallback' | 'saveAfterMs'>
  readonly RedisStoreOptions: Defaults<RedisStoreOptions, 'name'>
  readonly SuiteRouterOptions: Defaults<SuiteRouterOptions, 'policy' | 'controlShare' | 'minSamplesBeforeAdapt' | 'adaptationStrength' | 'latencyCost' | 'fallback' | 'weights'>
  readonly HypothesisDeclaration: Defaults<HypothesisDeclaration, 'alpha' | 'power'>
  readonly FromLog: Defaults<FromLog, 'origin'>
  readonly OutcomeOptions: Defaults<OutcomeOptions, 'alpha'>
  readonly DirectedOptions: Defaults<DirectedOptions, 'alpha' | 'direction'>
  readonly ConvergenceOptions: Defaults<ConvergenceOptions, 'part' | 'alpha'>
  readonly CorrelationOptions: Defaults<CorrelationOptions, 'alpha' | 'direction'>
  readonly FasterClaim: Defaults<FasterClaim, 'alpha' | 'drift' | 'power'>
  readonly NoWorseClaim: Defaults<NoWorseClaim, 'alpha' | 'drift' | 'power'>
  readonly DifferenceClaim: Defaults<DifferenceClaim, 'alpha' | 'direction' | 'seed' | 'power'>
  readonly ConvergenceClaim: Defaults<ConvergenceClaim, 'alpha' | 'part' | 'power'>
  readonly CorrelationClaim: Defaults<CorrelationClaim, 'alpha' | 'direction' | 'seed' | 'power'>
  readonly VariableOnly: Defaults<VariableOnly, 'record'>
} = {
  AiosOptions: {"backend":"auto","baseUrl":"http://127.0.0.1:1234/v1","dir":".aios","repeats":1,"timeoutMs":120000,"adaptive":true,"slots":1,"cassettes":"goldens/cassettes","baseline":"goldens/baseline.json"},
  LimitOptions: {"connect":2000,"load":600000,"idle":30000},
  LogOptions: {"maxMb":50,"daily":true,"keep":10},
  PrivacyOptions: {"hashConversations":false},
  RedactOptions: {"emails":false,"phones":false,"cards":false,"patterns":[]},
  SamplingOptions: {"temperature":0,"top_p":1,"top_k":1,"repeat_penalty":1,"seed":1,"max_tokens":256,"stop":[]},
  HealthOptions: {"passRate":{"from":0.95,"to":1,"redBelow":0.9},"p50Ms":{"from":10000,"to":14000},"p95Ms":{"from":15000,"to":20000,"redAbove":25000},"mainShare":{"from":0.55,"to":0.65},"boundaryDrift":{"from":0,"to":0.1,"redAbove":0.1},"oneModel":true},
  RegressionOptions: {"tolerance":0.25,"mode":"evidence","onInconclusive":"pass"},
  GoldenSuiteOptions: {"countedAttempt":"first"},
  RouterOptions: {"policy":"evidence","adaptive":true,"controlShare":0.5,"minSamplesBeforeAdapt":10,"adaptationStrength":0.1,"maxDrift":0.08,"latencyLimitMs":20000,"latencyCost":0.05,"fallback":"embedder","saveAfterMs":0},
  RedisStoreOptions: {"name":"aios:router"},
  SuiteRouterOptions: {"policy":"evidence","controlShare":0.5,"minSamplesBeforeAdapt":10,"adaptationStrength":0.1,"latencyCost":0.05,"fallback":"embedder","weights":"router-weights.json"},
  HypothesisDeclaration: {"alpha":0.05,"power":0.8},
  FromLog: {"origin":"measured"},
  OutcomeOptions: {"alpha":0.05},
  DirectedOptions: {"alpha":0.05,"direction":"either"},
  ConvergenceOptions: {"part":0.5,"alpha":0.05},
  CorrelationOptions: {"alpha":0.05,"direction":"either"},
  FasterClaim: {"alpha":0.05,"drift":0,"power":0.8},
  NoWorseClaim: {"alpha":0.05,"drift":0,"power":0.8},
  DifferenceClaim: {"alpha":0.05,"direction":"either","seed":1,"power":0.8},
  ConvergenceClaim: {"alpha":0.05,"part":0.5,"power":0.8},
  CorrelationClaim: {"alpha":0.05,"direction":"either","seed":1,"power":0.8},
  VariableOnly: {"record":0},
}
