import { runningDashboard } from './running.ts'
import type { VitestUi } from './sources.ts'

/** The Vitest UI that runs for the folder `dir` on any port; null: none runs. */
export async function runningUi(dir: string): Promise<VitestUi | null> {
  const url = await runningDashboard(dir, 'vitest_ui')
  if (url === null) return null
  const address = new URL('test', url).href
  return { address, testOf: (golden) => `${address}?${new URLSearchParams(golden).toString()}` }
}
