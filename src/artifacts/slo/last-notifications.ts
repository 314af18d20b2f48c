import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { SloNotifications } from '../../../schemas/generated/slo-notifications.ts'
import validate from '../../../schemas/generated/slo-notifications.validate.js'
import { createFolder } from '../../create-folder.ts'
import { readText } from '../../read-text.ts'
import type { LastNotification } from '../../verdicts/slo/notification.ts'
import { writeWhole } from '../../write-whole.ts'

/** The file in the folder of the project that keeps what was delivered last. */
function notificationsPath(dir: string): string {
  return join(dir, 'slo_notifications.json')
}

/** What was delivered last to an address; undefined: nothing yet, or the file is missing or damaged. */
export function lastNotification(dir: string, address: string): LastNotification | undefined {
  const entry = read(dir).targets[targetOf(address)]
  return entry === undefined ? undefined : { state: entry.state, deliveredAt: Date.parse(entry.ts) }
}

/** Records a delivery; the file is replaced as a whole. Throws the system's error where it cannot be written. */
export function recordNotification(dir: string, address: string, { state, deliveredAt }: LastNotification): void {
  const { targets } = read(dir)
  const entry = { state, ts: new Date(deliveredAt).toISOString() }
  const file: SloNotifications = { schema_version: '1.0', targets: { ...targets, [targetOf(address)]: entry } }
  createFolder(dir)
  writeWhole(notificationsPath(dir), `${JSON.stringify(file, null, 2)}\n`)
}

/** A damaged file counts as empty: a repeated notification does less harm than a missing one. */
function read(dir: string): SloNotifications {
  try {
    const data: unknown = JSON.parse(readText(notificationsPath(dir)))
    if (validate(data)) return data
  } catch {
    // As if nothing was delivered yet.
  }
  return { schema_version: '1.0', targets: {} }
}

/** The address of a webhook is a secret, and must not be in a file. */
function targetOf(address: string): string {
  return createHash('sha256').update(address).digest('hex')
}
