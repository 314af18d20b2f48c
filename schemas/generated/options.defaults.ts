// Generated from schemas/options.schema.json by `npm run generate`. Do not edit.
import type { AiosOptions, LimitOptions, LogOptions, PrivacyOptions, RedactOptions, SamplingOptions, HealthOptions, RegressionOptions, GoldenSuiteOptions, RouterOptions, SuiteRouterOptions, HypothesisDeclaration, VariableOnly } from './options.ts'

type Defaults<T, K extends keyof T> = { readonly [Name in K]-?: NonNullable<T[Name]> }

/** The literal defaults of the options, by group. */
export const DEFAULTS: {
  readonly AiosOptions: Defaults<AiosOptions, 'backend' | 'baseUrl' | 'dir' | 'repeats' | 'timeoutMs' | 'adaptive' | 'slots' | 'cassettes' | 'baseline'>
  readonly LimitOptions: Defaults<LimitOptions, 'connect' | 'load' | 'idle'>
  readonly LogOptions: Defaults<LogOptions, 'maxMb' | 'daily' | 'keep'>
  readonly PrivacyOptions: Defaults<PrivacyOptions, 'hashConversations'>
  readonly RedactOptions: Defaults<RedactOptions, 'emails' | 'phones' | 'cards' | 'patterns'>
  readonly SamplingOptions: Defaults<SamplingOptions, 'temperature' | 'top_p' | 'top_k' | 'repeat_penalty' | 'seed' | 'max_tokens' | 'stop'>
  readonly HealthOptions: Defaults<HealthOptions, 'oneModel'>
  readonly RegressionOptions: Defaults<RegressionOptions, 'tolerance' | 'mode' | 'onInconclusive'>
  readonly GoldenSuiteOptions: Defaults<GoldenSuiteOptions, 'countedAttempt'>
  readonly RouterOptions: Defaults<RouterOptions, 'policy' | 'adaptive' | 'controlShare' | 'minSamplesBeforeAdapt' | 'adaptationStrength' | 'maxDrift' | 'latencyLimitMs' | 'latencyCost' | 'fallback' | 'saveAfterMs'>
  readonly SuiteRouterOptions: Defaults<SuiteRouterOptions, 'policy' | 'controlShare' | 'minSamplesBeforeAdapt' | 'adaptationStrength' | 'latencyCost' | 'fallback' | 'weights'>
  readonly HypothesisDeclaration: Defaults<HypothesisDeclaration, 'alpha' | 'power'>
  readonly VariableOnly: Defaults<VariableOnly, 'record'>
} = {
  AiosOptions: {"backend":"auto","baseUrl":"http://127.0.0.1:1234/v1","dir":".aios","repeats":1,"timeoutMs":120000,"adaptive":true,"slots":1,"cassettes":"goldens/cassettes","baseline":"goldens/baseline.json"},
  LimitOptions: {"connect":2000,"load":600000,"idle":30000},
  LogOptions: {"maxMb":50,"daily":true,"keep":10},
  PrivacyOptions: {"hashConversations":false},
  RedactOptions: {"emails":false,"phones":false,"cards":false,"patterns":[]},
  SamplingOptions: {"temperature":0,"top_p":1,"top_k":1,"repeat_penalty":1,"seed":1,"max_tokens":256,"stop":[]},
  HealthOptions: {"oneModel":true},
  RegressionOptions: {"tolerance":0.25,"mode":"evidence","onInconclusive":"pass"},
  GoldenSuiteOptions: {"countedAttempt":"first"},
  RouterOptions: {"policy":"evidence","adaptive":true,"controlShare":0.5,"minSamplesBeforeAdapt":10,"adaptationStrength":0.1,"maxDrift":0.08,"latencyLimitMs":20000,"latencyCost":0.05,"fallback":"embedder","saveAfterMs":0},
  SuiteRouterOptions: {"policy":"evidence","controlShare":0.5,"minSamplesBeforeAdapt":10,"adaptationStrength":0.1,"latencyCost":0.05,"fallback":"embedder","weights":"router-weights.json"},
  HypothesisDeclaration: {"alpha":0.05,"power":0.8},
  VariableOnly: {"record":0},
}
