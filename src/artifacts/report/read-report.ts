import { readFileSync } from 'node:fs'
import type { Report } from '../../../schemas/generated/report.ts'
import validate from '../../../schemas/generated/report.validate.js'
import { errorCode, errorMessage } from '../../text/error-message.ts'
import { readText } from '../../read-text.ts'
import { systemErrorInWords } from '../../text/system-error.ts'
import { type OlderReport, olderReport } from './older-report.ts'

/** Why a report was not read. */
export interface UnreadReport {
  unread: 'missing' | 'unreadable'
  /** To print after its path. */
  reason: string
}

/**
 * Reads a report, today's or older. `mayBePipe`: a path that a person gave, such as `<(ssh ...)`; default false, because a
 * read of a pipe may never end.
 */
export function readReport(path: string, { mayBePipe = false } = {}): Report | OlderReport | UnreadReport {
  try {
    const text = mayBePipe ? readFileSync(path, 'utf8').replace(/^\ufeff/, '') : readText(path)
    const data: unknown = JSON.parse(text)
    if (validate(data)) return data
    return olderReport(data) ?? { unread: 'unreadable', reason: 'is not a report of this version' }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return { unread: 'missing', reason: 'does not exist: there was no run yet' }
    const reason = `cannot be read: ${errorMessage(error)}`
    return { unread: 'unreadable', reason: systemErrorInWords(reason)?.message ?? reason }
  }
}
