// Generated from schemas/running-dashboard.schema.json by `npm run generate`. Do not edit.

/**
 * A dashboard that serves a project (.aios/dashboards/PORT.json), so that a run can link to it. The dashboard deletes the file when it ends; the file of a killed one is ignored.
 */
export interface RunningDashboard {
  schema_version: '1.0'
  /**
   * Its address on this machine, without a token.
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
