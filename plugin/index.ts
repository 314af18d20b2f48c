import './augment.ts'
import { expect } from 'vitest'
import { matchers } from './matchers/index.ts'

expect.extend(matchers)

export { expect }
export { describeGoldens, type GoldenSuite } from './suite/describe-goldens.ts'
export { test } from './suite/test.ts'
export { CouldNotMeasureError } from './suite/could-not-measure.ts'
export type { Answer, Ask, Manner, Question } from './suite/attempt.ts'
export type { SetRun } from './suite/set-run.ts'
export type { SuiteGolden } from './suite/suite-golden.ts'
export type { Golden } from '../src/goldens/read.ts'
export type { Message } from '../src/message.ts'
export type { FailureCause, ModelFailure, Reply } from '../src/models/types.ts'
export type { Decision, Router } from '../src/router/index.ts'
export type { Configuration } from '../src/settings/configuration.ts'
export type { AiosOptions, RegressionOptions, Slo } from '../src/settings/types.ts'
export type { Source } from '../src/source.ts'
