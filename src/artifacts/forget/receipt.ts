import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ForgetReceipt } from '../../../schemas/generated/forget-receipt.ts'
import validate from '../../../schemas/generated/forget-receipt.validate.js'
import { isoTime } from '../../clock.ts'
import { createFolder } from '../../create-folder.ts'
import { jsonOf } from '../../provenance/parse-line.ts'
import { errorMessage } from '../../text/error-message.ts'
import { writeWhole } from '../../write-whole.ts'

/** The receipt of a removal that begins, written at once. */
export function openReceipt(dir: string, events: number): { path: string; receipt: ForgetReceipt } {
  const id = randomBytes(8).toString('hex')
  const startedAt = isoTime()
  const folder = receiptFolder(dir)
  createFolder(folder)
  const path = join(folder, `receipt_${startedAt.replace(/[-:.]/g, '')}_${id}.json`)
  const receipt: ForgetReceipt = {
    schema_version: '1.0',
    id,
    started_at: startedAt,
    ended_at: null,
    status: 'interrupted',
    events,
    files: [],
  }
  try {
    writeReceipt(path, receipt)
  } catch (error) {
    throw new Error(
      `cannot write the receipt ${path}: ${errorMessage(error)}\n  Nothing was removed. Check the permissions and the free space of the folder, and run the command again`,
      { cause: error },
    )
  }
  return { path, receipt }
}

/** Replaces the file of a receipt. */
export function writeReceipt(path: string, receipt: ForgetReceipt): void {
  writeWhole(path, `${JSON.stringify(receipt, null, 2)}\n`)
}

/** Paths of receipts that were not completed. */
export function interruptedReceipts(dir: string): string[] {
  const folder = receiptFolder(dir)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.startsWith('receipt_') && name.endsWith('.json'))
    .map((name) => join(folder, name))
    .filter((path) => {
      const data = jsonOf(readFileSync(path, 'utf8'))
      return validate(data) && data.status === 'interrupted'
    })
}

function receiptFolder(dir: string): string {
  return join(dir, 'forgotten')
}
