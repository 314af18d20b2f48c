import { callBack } from '../callback.ts'
import type { Warn } from '../store.ts'

/** Tells of a warning as Node.js does of its own: on stderr, unless the application listens. */
function processWarning(warning: string): void {
  // Node.js puts the type before it.
  process.emitWarning(warning.replace(/^aios: /, ''), { type: 'vitest-aios' })
}

/** Tells of warnings, and never fails itself. `warn`: default a warning of the process. */
export function warner(warn: (warning: string) => unknown = processWarning): Warn {
  return (warning) => callBack(warn, warning)
}
