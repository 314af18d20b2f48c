import type { Source } from '../source.ts'
import type { Route } from './decision.ts'
import { CONTROL_BOUNDARY } from './policy.ts'

/** The decision of control, which applies to every message while adaptation is off. */
export function controlDecision(weight: number, off: string): Route {
  return {
    source: sourceOf(weight > CONTROL_BOUNDARY),
    bucket: 'control',
    boundary: CONTROL_BOUNDARY,
    propensity: 1,
    drawn: false,
    off,
    reason: `${boundaryReason(weight, CONTROL_BOUNDARY)}; adaptation is off (${off})`,
    experiment: null,
  }
}

/** The source by the result of a comparison or a draw. */
export function sourceOf(toMain: boolean): Source {
  return toMain ? 'main_model' : 'embedder'
}

/** The reason of a decision by the boundary alone. */
export function boundaryReason(weight: number, boundary: number): string {
  return `weight ${weight} is ${weight > boundary ? 'above' : 'not above'} the boundary ${boundary}`
}
