// The public entry `vitest-aios/evidence`: verdicts, and the statistics behind them.
export * from './statistics/index.ts'
export * from './verdicts/index.ts'
