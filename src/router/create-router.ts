import { isoTime } from '../clock.ts'
import { errorMessage } from '../text/error-message.ts'
import { AdaptiveRouter } from './adaptive-router.ts'
import { invalidOptions } from './invalid-options.ts'
import { type RouterOptions, whyOff } from './options.ts'
import type { Router } from './router.ts'
import { freshState } from './state.ts'
import { fileStore } from './stores/file.ts'
import { checked } from './stores/checked.ts'
import { warner } from './stores/warning.ts'

/** Default path of the state, relative to the working directory. */
const STATE_FILE = '.aios/adaptive_routing_state.json'

/**
 * Opens a router. Rejects with a RangeError for invalid options. If the state cannot be read, the router starts at 0.5 with
 * a warning, and saves outcomes once the store is available again.
 */
export async function createRouter(options: RouterOptions = {}): Promise<Router> {
  const problems = invalidOptions(options)
  if (problems.length > 0) throw new RangeError(`router: ${problems.join('; ')}`)
  whyOff(options)
  const warn = warner(options.warn)
  const store = options.store === undefined ? fileStore(STATE_FILE, { warn }) : checked(options.store)
  const state = await store.load().catch((error: unknown) => {
    // An outage passes, but a RangeError is permanent.
    if (error instanceof RangeError) throw error
    warn(`${errorMessage(error)}; the router starts at 0.5`)
    return freshState(isoTime())
  })
  return new AdaptiveRouter({ ...options, warn }, store, state)
}
