import { readdirSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { request } from '../node-http.ts'
import { join } from 'node:path'
import type { RunningDashboard } from '../../schemas/generated/running-dashboard.ts'
import validate from '../../schemas/generated/running-dashboard.validate.js'
import { isDead, MACHINE } from '../lock-owner.ts'
import { readText } from '../read-text.ts'
import { ID_HEADER } from './id-header.ts'
import { portOf } from './port-of.ts'

/** Where `aios dashboard` listens by default. */
export const USUAL_PORT = 8_501

/** How long a dashboard may take to answer, in milliseconds. */
const TIMEOUT_MS = 300

/** What serves a project: a dashboard of its own, or the one in its Vitest UI. */
type Kind = NonNullable<RunningDashboard['kind']>

/** Writes the file by which runs of the project find this dashboard, and a dashboard the Vitest UI. Returns how to delete it. */
export async function announceDashboard(
  dir: string,
  { url, id, kind }: { url: string; id: string; kind: Kind },
): Promise<() => Promise<void>> {
  const folder = folderOf(dir)
  const path = join(folder, `${portOf(url)}.json`)
  await mkdir(folder, { recursive: true })
  // A file that cannot be deleted must not keep this dashboard from runs.
  await Promise.all(
    entriesOf(dir).flatMap((each) => (each.running === null ? [rm(each.path, { force: true }).catch(() => {})] : [])),
  )
  const running: RunningDashboard = {
    schema_version: '1.0',
    kind,
    url,
    id,
    pid: process.pid,
    machine: MACHINE,
    started_at: new Date().toISOString(),
  }
  // A run that starts now must not read half of it.
  const unfinished = join(folder, `${id}.tmp`)
  await writeFile(unfinished, `${JSON.stringify(running, null, 2)}\n`)
  await rename(unfinished, path)
  return () => rm(path, { force: true })
}

/** The address of a dashboard of a kind that serves the folder `dir`, the one that was started last; null: none runs. */
export async function runningDashboard(dir: string, kind: Kind = 'dashboard'): Promise<string | null> {
  const known = entriesOf(dir)
    .flatMap(({ running }) => running ?? [])
    .filter(({ kind: of = 'dashboard' }) => of === kind)
    .sort((a, b) => (a.started_at < b.started_at ? 1 : -1))
  for (const { url, id } of known) if (URL.canParse(url) && (await idOf(url)) === id) return url
  return null
}

/** A dashboard that listens where another one was to. */
export interface OtherDashboard {
  url: string
  /** Whether it shows the log of the project. */
  isOwn: boolean
}

/** The dashboard that listens on a port, that of the folder `dir` or another one; null: another program. */
export async function dashboardOn(
  dir: string,
  { host, port }: { host: string; port: number },
): Promise<OtherDashboard | null> {
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  const url = `http://${name.includes(':') ? `[${name}]` : name}:${port}/`
  const found = await idOf(url)
  if (found === null) return null
  const own = entriesOf(dir)
    .flatMap(({ running }) => running ?? [])
    .find(({ id }) => id === found)
  return { url: own?.url ?? url, isOwn: own !== undefined }
}

/** The files of dashboards; `running` null: the process has ended, or the file is invalid. */
function entriesOf(dir: string): { path: string; running: RunningDashboard | null }[] {
  const folder = folderOf(dir)
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => ({ path: join(folder, name), running: readRunning(join(folder, name)) }))
  } catch {
    return []
  }
}

function readRunning(path: string): RunningDashboard | null {
  try {
    const data: unknown = JSON.parse(readText(path))
    return validate(data) && !isDead(data) ? data : null
  } catch {
    return null
  }
}

function folderOf(dir: string): string {
  return join(dir, 'dashboards')
}

/** The id that a dashboard sends, whether or not it needs a token; null: no dashboard answers. */
function idOf(url: string): Promise<string | null> {
  return new Promise((resolve) => {
    const asked = request(url, { method: 'HEAD', agent: false, timeout: TIMEOUT_MS }, ({ headers }) => {
      const id = headers[ID_HEADER]
      resolve(typeof id === 'string' ? id : null)
      asked.destroy()
    })
    asked.on('timeout', () => asked.destroy())
    asked.on('error', () => resolve(null))
    asked.on('close', () => resolve(null))
    asked.end()
  })
}
