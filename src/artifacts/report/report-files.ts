import { readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isoTime } from '../../clock.ts'
import { createFolder } from '../../create-folder.ts'
import { jsonText } from '../../json-text.ts'
import { errorMessage } from '../../text/error-message.ts'
import type { ComparisonRecord } from '../../../schemas/generated/comparison.ts'
import type { Report } from '../../../schemas/generated/report.ts'
import type { RunOutcome } from '../../provenance/run-outcome.ts'
import { buildComparison, buildReport, type SetOutcome } from './report.ts'
import { writeWhole } from '../../write-whole.ts'

/** How many comparisons are kept; the oldest are deleted. */
const KEPT_COMPARISONS = 50

/** Names of files that retention may delete. The time comes first, so names sort by age. */
const COMPARISON_NAME = /^comparison_\d{8}T\d{9}Z_[\w-]+\.json$/

/** A report or comparison could not be written. The message names the file, the reason and the remedy. */
export class ReportError extends Error {
  override name = 'ReportError'
  readonly path: string

  constructor(path: string, cause: unknown) {
    const reason = errorMessage(cause)
    const remedy = 'Check the permissions and the free space of the folder, or set AIOS_DIR to another folder'
    super(`aios: cannot write ${path}: ${reason}\n  ${remedy}`, { cause })
    this.path = path
  }
}

/** Paths of the files of a run; `comparison` is null when nothing was compared. */
export interface ReportFiles {
  report: string
  comparison: string | null
}

/**
 * Writes `last_report.json` and, where something was compared, `comparisons/comparison_<UTC time>_<run id>.json` into
 * the folder `dir`, each atomically. Throws a ReportError when a file cannot be written.
 */
export function writeReportFiles(dir: string, run: RunOutcome, sets: readonly SetOutcome[]): ReportFiles {
  const record = buildComparison(run, sets)
  const name = record && join('comparisons', comparisonName(record))
  const comparison = name && join(dir, name)
  if (record && comparison) writeJson(comparison, record)
  const report = join(dir, 'last_report.json')
  writeJson(report, buildReport(run, sets, name?.replaceAll('\\', '/') ?? null))
  if (comparison) dropOldest(dirname(comparison))
  return { report, comparison }
}

/** The time to the millisecond, in the basic form of ISO 8601: no colons, which Windows does not allow. */
function comparisonName({ ts, run_id }: ComparisonRecord): string {
  const time = isoTime(ts).replace(/[-:.]/g, '')
  return `comparison_${time}_${run_id.replace(/[^\w-]/g, '-')}.json`
}

function writeJson(path: string, content: Report | ComparisonRecord): void {
  try {
    createFolder(dirname(path))
    writeWhole(path, jsonText(content))
  } catch (cause) {
    throw new ReportError(path, cause)
  }
}

/** Deletes the oldest comparisons. Another run may delete the same file at the same time, which is not an error. */
function dropOldest(folder: string): void {
  try {
    const names = readdirSync(folder).filter((name) => COMPARISON_NAME.test(name))
    for (const name of names.sort().slice(0, -KEPT_COMPARISONS)) rmSync(join(folder, name), { force: true })
  } catch (cause) {
    throw new ReportError(folder, cause)
  }
}
