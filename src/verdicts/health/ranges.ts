import { DEFAULTS } from '../../../schemas/generated/options.defaults.ts'
import type { HealthOptions } from '../../../schemas/generated/options.ts'
import { withDefaults } from '../../with-defaults.ts'

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

const USUAL = DEFAULTS.HealthOptions

const NO_RED_FLAG = { redBelow: null, redAbove: null }

/** The ranges in use: those of the options, else the runbook's, for its pair of models on its machine. Pure. */
export function healthRanges({ oneModel = USUAL.oneModel, ...given }: HealthOptions = {}): HealthRanges {
  const range = (measure: HealthMeasure): HealthRange =>
    withDefaults({ ...NO_RED_FLAG, ...USUAL[measure] }, given[measure])
  return {
    passRate: range('passRate'),
    p50Ms: range('p50Ms'),
    p95Ms: range('p95Ms'),
    mainShare: range('mainShare'),
    boundaryDrift: range('boundaryDrift'),
    oneModel,
  }
}
