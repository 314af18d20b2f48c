export { AiosReporter } from './aios-reporter.ts'
export { type Screen, summary } from './summary.ts'
