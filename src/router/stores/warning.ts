import { callBack } from '../callback.ts'
import type { Warn } from '../store.ts'

/** Emits a Node.js warning: on stderr, unless the application listens. */
function processWarning(warning: string): void {
  // Node.js adds the type as a prefix.
  process.emitWarning(warning.replace(/^aios: /, ''), { type: 'vitest-aios' })
}

/** Returns a function that warns and never throws. `warn`: default `process.emitWarning`. */
export function warner(warn: (warning: string) => unknown = processWarning): Warn {
  return (warning) => callBack(warn, warning)
}
