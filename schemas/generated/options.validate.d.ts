// Generated from schemas/options.schema.json by `npm run generate`. Do not edit.
import type { AiosOptions, Slo, RegressionOptions, GoldenSuiteOptions, RouterOptions, Configuration, HypothesisDeclaration, VariableOnly } from './options.ts'
import type { OptionError } from '../../src/text/option-errors.ts'
interface Validate<T> { (data: unknown): data is T; errors?: OptionError[] | null }
export declare const validateAiosOptions: Validate<AiosOptions>
export declare const validateSlo: Validate<Slo>
export declare const validateRegressionOptions: Validate<RegressionOptions>
export declare const validateGoldenSuiteOptions: Validate<GoldenSuiteOptions>
export declare const validateRouterOptions: Validate<RouterOptions>
export declare const validateConfiguration: Validate<Configuration>
export declare const validateHypothesisDeclaration: Validate<HypothesisDeclaration>
export declare const validateVariableOnly: Validate<VariableOnly>
