import { policyOptions, whyOff } from '../../router/options.ts'
import { policyNamed } from '../../router/policies/named.ts'
import { withinDrift } from '../../router/policy.ts'
import type { RouterState } from '../../router/state.ts'
import { readCoefficients } from '../../router/weight/coefficients-file.ts'
import { weigh, type Weight } from '../../router/weight/weigh.ts'
import { routerOptions } from '../../settings/router-options.ts'
import type { Settings } from '../../settings/settings.ts'

/** The route of a message in each bucket, with the reasons. */
export interface RouteExplanation extends Weight {
  message: string
  boundaries: { control: number; treatment: number }
  goesTo: { control: string; treatment: string }
  /** The origin of the coefficients: the package, or a file of learnt ones. */
  weights: string
  /** Whether treatment randomizes messages of this weight. */
  experiment: boolean
  /** The reason why adaptation is off, so that every message follows control; null: it is on. */
  off: string | null
}

/** The route of a message in each bucket, with the parts of its weight. */
export function explainRoute(message: string, state: RouterState, settings: Settings): RouteExplanation {
  const { policy, controlShare, weights: path } = settings.router
  const learnt = readCoefficients(path)
  const { value, parts } = weigh([{ role: 'user', content: message }], learnt ?? undefined)
  const goesTo = (boundary: number) => (value > boundary ? 'main_model' : 'embedder')
  const options = routerOptions(settings)
  const limits = policyOptions(options)
  const off = whyOff(options)
  const treatment = off === null ? withinDrift(state.boundary, limits.maxDrift) : 0.5
  const plan = policyNamed(policy, limits).plan(
    { ...state, boundary: treatment },
    { weight: value, explore: true, controlShare },
  )
  return {
    message,
    value,
    parts,
    boundaries: { control: 0.5, treatment },
    weights: learnt === null ? "the package's own" : `learnt: ${path}`,
    goesTo: { control: goesTo(0.5), treatment: goesTo(treatment) },
    experiment: off === null && plan.explored,
    off,
  }
}
