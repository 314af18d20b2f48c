import { get } from 'node:http'
import { isRecord } from '../is-record.ts'

/** Where `aios dashboard` listens by default. */
export const USUAL_PORT = 8_501

/** How long a dashboard may take to answer, in milliseconds. */
const TIMEOUT_MS = 300

/** Address of the dashboard that serves a project on the usual port; null: none runs, or it serves another project. */
export async function runningDashboard(root: string, port = USUAL_PORT): Promise<string | null> {
  const url = `http://127.0.0.1:${port}/`
  const meta = await jsonFrom(`${url}api/meta`)
  return isRecord(meta) && meta['root'] === root && typeof meta['startedAt'] === 'number' ? url : null
}

function jsonFrom(url: string): Promise<unknown> {
  return new Promise((resolve) => {
    const request = get(url, { agent: false, timeout: TIMEOUT_MS }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        text += part
        if (text.length > 1_000_000) request.destroy()
      })
      response.on('end', () => {
        try {
          resolve(JSON.parse(text))
        } catch {
          resolve(null)
        }
      })
    })
    request.on('timeout', () => request.destroy())
    request.on('error', () => resolve(null))
    request.on('close', () => resolve(null))
  })
}
