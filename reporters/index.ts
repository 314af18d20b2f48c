/** Reporters: collect the results of a run, decide its status, write its files and its summaries. */
export { AiosReporter } from './aios-reporter.ts'
export { type Screen, summary } from './summary.ts'
