import { isoTime } from '../clock.ts'
import { errorMessage } from '../text/error-message.ts'
import { AdaptiveRouter } from './adaptive-router.ts'
import { optionFaults } from './option-faults.ts'
import { type RouterOptions, whyOff } from './options.ts'
import type { Router } from './router.ts'
import { freshState } from './state.ts'
import { fileStore } from './stores/file.ts'
import { checked } from './stores/checked.ts'
import { warner } from './stores/warning.ts'

/** Where the state is by default, in the working directory. */
const STATE_FILE = '.aios/adaptive_routing_state.json'

/**
 * Opens a router. Rejects with a RangeError for options out of their range. A state that cannot be read stops nobody: the
 * router begins at 0.5 with a warning, and outcomes are saved once the store is back.
 */
export async function createRouter(options: RouterOptions = {}): Promise<Router> {
  const faults = optionFaults(options)
  if (faults.length > 0) throw new RangeError(`router: ${faults.join('; ')}`)
  whyOff(options)
  const warn = warner(options.warn)
  const store = options.store === undefined ? fileStore(STATE_FILE, { warn }) : checked(options.store)
  const state = await store.load().catch((error: unknown) => {
    // Not what an outage says, which passes, but what no later try would mend.
    if (error instanceof RangeError) throw error
    warn(`${errorMessage(error)}; the router begins at 0.5`)
    return freshState(isoTime())
  })
  return new AdaptiveRouter({ ...options, warn }, store, state)
}
