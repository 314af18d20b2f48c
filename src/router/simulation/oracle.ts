import { CANDIDATES } from '../policies/evidence/cells.ts'
import { MAX_SLOW_SHARE } from '../policy.ts'
import { shareUpTo } from './traffic.ts'
import { expectedUtility, slowShare, type World } from './worlds.ts'

const STEP = 0.001

/** The true value of a boundary in a world. */
export interface Truth {
  boundary: number
  /** Expected utility of a message. */
  utility: number
  /** Share of slow replies. */
  slow: number
}

/** Computes the true value of a boundary by integration over the weights of the traffic. */
export function truthOf(world: World, boundary: number, progress = 1): Truth {
  const { main_model, embedder } = world.models(progress)
  let [utility, slow] = [0, 0]
  for (let step = 0; step < 1 / STEP; step++) {
    const weight = (step + 0.5) * STEP
    const share = shareUpTo((step + 1) * STEP) - shareUpTo(step * STEP)
    const model = weight > boundary ? main_model : embedder
    utility += share * expectedUtility(model, weight)
    slow += share * slowShare(model)
  }
  return { boundary, utility, slow }
}

/** The candidate with the largest utility among those without too many slow replies. */
export function bestOf(world: World): Truth {
  const allowed = CANDIDATES.map((boundary) => truthOf(world, boundary)).filter(({ slow }) => slow <= MAX_SLOW_SHARE)
  return allowed.reduce((best, each) => (each.utility > best.utility ? each : best), truthOf(world, 0.5))
}
