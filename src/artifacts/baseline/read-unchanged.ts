import { statSync } from 'node:fs'
import type { Baseline } from '../../../schemas/generated/baseline.ts'
import { readBaseline } from './baseline-file.ts'

/** The baselines that were read, by path. */
const known = new Map<string, { stamp: string; baseline: Baseline | null }>()

/** Reads a baseline like `readBaseline`; again only where the file has changed. Callers must not change the result. */
export function readUnchanged(path: string): Baseline | null {
  const stamp = stampOf(path)
  const before = known.get(path)
  if (before?.stamp === stamp) return before.baseline
  const baseline = readBaseline(path)
  known.set(path, { stamp, baseline })
  return baseline
}

/** Reads a baseline before it is needed, while the other process works. An error is left to `readUnchanged`. */
export function readAhead(path: string): void {
  try {
    readUnchanged(path)
  } catch {
    // The file may still change before it is needed.
  }
}

function stampOf(path: string): string {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false })
  return stats === undefined ? 'missing' : `${stats.dev} ${stats.ino} ${stats.size} ${stats.mtimeNs} ${stats.ctimeNs}`
}
