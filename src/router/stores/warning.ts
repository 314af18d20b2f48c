/** Tells of a warning as Node.js does of its own: on stderr, unless the application listens. */
export function processWarning(warning: string): void {
  process.emitWarning(warning, { type: 'vitest-aios' })
}
