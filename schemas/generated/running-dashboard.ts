// Generated from schemas/running-dashboard.schema.json by `npm run generate`. Do not edit.

/**
 * A dashboard that serves a project, or its Vitest UI (.aios/dashboards/PORT.json), so that a run links to the dashboard, and the dashboard to the UI. It deletes the file when it ends; the file of a killed one is ignored.
 */
export interface RunningDashboard {
  schema_version: '1.0'
  /**
   * Default: a dashboard of its own.
   */
  kind?: 'dashboard' | 'vitest_ui'
  /**
   * Address of the dashboard on this machine, without a token; of a Vitest UI that of the dashboard in it.
   */
  url: string
  /**
   * Random; the dashboard sends it as the header x-aios-dashboard, so that another program on the port is recognized.
   */
  id: string
  pid: number
  /**
   * The machine and pid namespace of pid.
   */
  machine: string
  /**
   * ISO time.
   */
  started_at: string
}
