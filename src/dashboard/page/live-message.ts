import type { LiveMessage } from '../../../schemas/generated/dashboard.ts'
import { isRecord } from '../../is-record.ts'

/** The message of a live stream; null: it is not of a dashboard, as when another program has the port of the server. Pure. */
export function liveMessageIn(data: string): LiveMessage | null {
  try {
    const message: unknown = JSON.parse(data)
    const isOurs = isRecord(message) && (message['type'] === 'hello' || message['type'] === 'log')
    return isOurs ? (message as LiveMessage) : null
  } catch {
    return null
  }
}
