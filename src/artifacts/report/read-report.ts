import { readFileSync } from 'node:fs'
import type { Report } from '../../../schemas/generated/report.ts'
import validate from '../../../schemas/generated/report.validate.js'
import { errorCode, errorMessage } from '../../text/error-message.ts'
import { readText } from '../../read-text.ts'
import { type OlderReport, olderReport } from './older-report.ts'

/**
 * Reads a report, today's or older. A string: why it cannot be read, to print after its path. `mayBePipe`: a path that a
 * person gave, such as `<(ssh ...)`; default false, because a read of a pipe may never end.
 */
export function readReport(path: string, { mayBePipe = false } = {}): Report | OlderReport | string {
  try {
    const text = mayBePipe ? readFileSync(path, 'utf8').replace(/^\ufeff/, '') : readText(path)
    const data: unknown = JSON.parse(text)
    if (validate(data)) return data
    return olderReport(data) ?? 'is not a report of this version'
  } catch (error) {
    const missing = errorCode(error) === 'ENOENT'
    return missing ? 'does not exist: there was no run yet' : `cannot be read: ${errorMessage(error)}`
  }
}
