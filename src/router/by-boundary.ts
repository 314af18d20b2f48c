import type { Source } from '../source.ts'
import { CONTROL_BOUNDARY } from './policy.ts'

/** The control's decision, which every message has while adaptation is off. */
export function atRest(weight: number, off: string) {
  return {
    source: sourceOf(weight > CONTROL_BOUNDARY),
    bucket: 'control' as const,
    boundary: CONTROL_BOUNDARY,
    propensity: 1,
    drawn: false,
    off,
    reason: `${againstBoundary(weight, CONTROL_BOUNDARY)}; adaptation is off (${off})`,
    experiment: null,
  }
}

/** The source that a boundary, or a draw, sends a message to. */
export function sourceOf(toMain: boolean): Source {
  return toMain ? 'main_model' : 'embedder'
}

/** Why a message goes where it goes by a boundary alone. */
export function againstBoundary(weight: number, boundary: number): string {
  return `weight ${weight} is ${weight > boundary ? 'above' : 'not above'} the boundary ${boundary}`
}
