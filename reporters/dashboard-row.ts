import { runningDashboard } from '../src/dashboard/running.ts'
import { layOut, type Screen } from './summary.ts'

/** The last line of a run: its address in the dashboard of the project, or the command that starts one. */
export async function dashboardRow(
  dir: string,
  { view, run }: { view: 'overview' | 'hypotheses'; run: string },
  screen: Screen,
): Promise<string> {
  const url = await runningDashboard(dir)
  const place = url === null ? 'npx aios dashboard' : `${url}#/${view}?run=${encodeURIComponent(run)}`
  return layOut(['dashboard', place], screen)
}
