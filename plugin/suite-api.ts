// The package for test files: golden sets, hypotheses, fixtures and matchers.
import './augment.ts'
import { expect, inject } from 'vitest'
import { matchers } from './matchers/index.ts'
import { addJestExtended } from './worker/jest-extended.ts'

const jestExtended = inject('aiosJestExtended')
if (jestExtended !== undefined) addJestExtended(jestExtended)
expect.extend(matchers)

export { expect }
export { describeGoldens, type GoldenSuite } from './worker/suite/describe-goldens.ts'
export {
  hypothesis,
  type Hypothesis,
  type HypothesisBody,
  type HypothesisContext,
} from './worker/hypothesis/hypothesis.ts'
export type {
  Accessors,
  SampleOptions,
  SingleSourceOptions,
  ByContext,
  Contexts,
  Pairs,
  Replies,
} from './worker/hypothesis/accessor-types.ts'
export type { Prompt, VariantPair } from './worker/hypothesis/variant.ts'
export type {
  ConvergenceOptions,
  CorrelationOptions,
  DirectedOptions,
  FromLog,
  OutcomeOptions,
} from '../schemas/generated/options.ts'
export { test } from './worker/suite/test.ts'
export { CouldNotMeasureError } from './worker/suite/could-not-measure.ts'
export type { Answer, Ask, AskOptions, Question } from './worker/suite/ask-types.ts'
export type { SetRun } from './worker/suite/set-run.ts'
export type { SuiteGolden } from './worker/suite/suite-golden.ts'
export type { Expectation } from '../src/goldens/golden.ts'
export type { Golden } from '../src/goldens/sets/golden-set.ts'
export type { Message } from '../src/message.ts'
export type { FailureCause, ModelFailure, Reply } from '../src/models/models.ts'
export type { Decision, Observed, Outcome, Router } from '../src/router/index.ts'
export type { Configuration } from '../src/settings/configuration.ts'
export type { AiosOptions, RegressionOptions, Slo } from '../src/settings/settings.ts'
export type { Source } from '../src/source.ts'
