import { monotonicMs } from '../clock.ts'
import { runningDashboard } from './running.ts'
import type { VitestUi } from './sources.ts'

/** How long an answer is kept: each one asks every UI that is announced, and one that hangs takes until its timeout. */
const KEPT_MS = 3_000

/** Finds the Vitest UI that runs for the folder `dir` on any port, at most every three seconds; null: none runs. */
export function uiFinder(dir: string): () => Promise<VitestUi | null> {
  let kept: { at: number; ui: Promise<VitestUi | null> } | null = null
  return () => {
    if (kept === null || monotonicMs() - kept.at > KEPT_MS) kept = { at: monotonicMs(), ui: runningUi(dir) }
    return kept.ui
  }
}

async function runningUi(dir: string): Promise<VitestUi | null> {
  const url = await runningDashboard(dir, 'vitest_ui')
  if (url === null) return null
  const address = new URL('test', url).href
  return { address, testOf: (golden) => `${address}?${new URLSearchParams(golden).toString()}` }
}
