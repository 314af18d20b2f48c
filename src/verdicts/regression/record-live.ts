import type { Basis } from '../golden.ts'

/** The words after the advice to run `npx vitest run goldens -u`: in a replay, `-u` replaces measured replies too. Pure. */
export function recordLive(basis: Basis | null): string {
  if (basis === null || basis === 'measured') return ''
  return ' (with a live server or the embedded engine: in a replay, -u replaces measured replies with recorded ones)'
}
