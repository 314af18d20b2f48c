import type { HealthOptions } from '../../../schemas/generated/options.ts'

/** What is watched, beside the objectives that a suite sets. */
export const HEALTH_MEASURES = ['passRate', 'p50Ms', 'p95Ms', 'mainShare', 'boundaryDrift'] as const
export type HealthMeasure = (typeof HEALTH_MEASURES)[number]

/** The healthy values of a measure, and those that raise a red flag; null: none do. */
export interface HealthRange {
  from: number
  to: number
  redBelow: number | null
  redAbove: number | null
}

/** All ranges, resolved. */
export interface HealthRanges extends Record<HealthMeasure, HealthRange> {
  /** Whether it is a red flag that one model gave all replies. */
  oneModel: boolean
}

/** The runbook's ranges, for its pair of models on its machine. */
const RUNBOOK: Readonly<Record<HealthMeasure, HealthRange>> = {
  passRate: { from: 0.95, to: 1, redBelow: 0.9, redAbove: null },
  p50Ms: { from: 10_000, to: 14_000, redBelow: null, redAbove: null },
  p95Ms: { from: 15_000, to: 20_000, redBelow: null, redAbove: 25_000 },
  mainShare: { from: 0.55, to: 0.65, redBelow: null, redAbove: null },
  boundaryDrift: { from: 0, to: 0.1, redBelow: null, redAbove: 0.1 },
}

/** The ranges in use: those of the options, else the runbook's. Pure. */
export function healthRanges({ oneModel = true, ...given }: HealthOptions = {}): HealthRanges {
  const range = (measure: HealthMeasure) => ({ ...RUNBOOK[measure], ...given[measure] })
  return {
    passRate: range('passRate'),
    p50Ms: range('p50Ms'),
    p95Ms: range('p95Ms'),
    mainShare: range('mainShare'),
    boundaryDrift: range('boundaryDrift'),
    oneModel,
  }
}
