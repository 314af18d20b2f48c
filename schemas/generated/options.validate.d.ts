// Generated from schemas/options.schema.json by `npm run generate`. Do not edit.
import type { AiosOptions, LogOptions, Slo, RegressionOptions, GoldenSuiteOptions, AskOptions, RouterOptions, FileStoreOptions, RedisStoreOptions, Configuration, HypothesisDeclaration, SampleOptions, SingleSourceOptions, FromLog, OutcomeOptions, DirectedOptions, ConvergenceOptions, CorrelationOptions, FasterClaim, NoWorseClaim, DifferenceClaim, ConvergenceClaim, CorrelationClaim, VariableOnly } from './options.ts'
import type { OptionValidator } from '../../src/text/option-errors.ts'
export declare const validateAiosOptions: OptionValidator<AiosOptions>
export declare const validateLogOptions: OptionValidator<LogOptions>
export declare const validateSlo: OptionValidator<Slo>
export declare const validateRegressionOptions: OptionValidator<RegressionOptions>
export declare const validateGoldenSuiteOptions: OptionValidator<GoldenSuiteOptions>
export declare const validateAskOptions: OptionValidator<AskOptions>
export declare const validateRouterOptions: OptionValidator<RouterOptions>
export declare const validateFileStoreOptions: OptionValidator<FileStoreOptions>
export declare const validateRedisStoreOptions: OptionValidator<RedisStoreOptions>
export declare const validateConfiguration: OptionValidator<Configuration>
export declare const validateHypothesisDeclaration: OptionValidator<HypothesisDeclaration>
export declare const validateSampleOptions: OptionValidator<SampleOptions>
export declare const validateSingleSourceOptions: OptionValidator<SingleSourceOptions>
export declare const validateFromLog: OptionValidator<FromLog>
export declare const validateOutcomeOptions: OptionValidator<OutcomeOptions>
export declare const validateDirectedOptions: OptionValidator<DirectedOptions>
export declare const validateConvergenceOptions: OptionValidator<ConvergenceOptions>
export declare const validateCorrelationOptions: OptionValidator<CorrelationOptions>
export declare const validateFasterClaim: OptionValidator<FasterClaim>
export declare const validateNoWorseClaim: OptionValidator<NoWorseClaim>
export declare const validateDifferenceClaim: OptionValidator<DifferenceClaim>
export declare const validateConvergenceClaim: OptionValidator<ConvergenceClaim>
export declare const validateCorrelationClaim: OptionValidator<CorrelationClaim>
export declare const validateVariableOnly: OptionValidator<VariableOnly>
