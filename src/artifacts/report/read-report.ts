import { readFileSync } from 'node:fs'
import type { Report } from '../../../schemas/generated/report.ts'
import validate from '../../../schemas/generated/report.validate.js'
import { errorCode, errorMessage } from '../../text/error-message.ts'
import { type OlderReport, olderReport } from './older-report.ts'

/** Reads a report, today's or older. A string: why it cannot be read, to print after its path. */
export function readReport(path: string): Report | OlderReport | string {
  try {
    const data: unknown = JSON.parse(readFileSync(path, 'utf8').replace(/^\ufeff/, ''))
    if (validate(data)) return data
    return olderReport(data) ?? 'is not a report of this version'
  } catch (error) {
    const missing = errorCode(error) === 'ENOENT'
    return missing ? 'does not exist: there was no run yet' : `cannot be read: ${errorMessage(error)}`
  }
}
