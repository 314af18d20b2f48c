import { dirname } from 'node:path'
import type { Baseline } from '../../../schemas/generated/baseline.ts'
import validate from '../../../schemas/generated/baseline.validate.js'
import { describeErrors } from '../../../schemas/validate.ts'
import { createFolder } from '../../create-folder.ts'
import { jsonText } from '../../json-text.ts'
import { errorMessage } from '../../text/error-message.ts'
import { BaselineError } from './baseline-error.ts'
import { writeWhole } from '../../write-whole.ts'
import { compactBaseline } from './compact-baseline.ts'

/** Writes a baseline atomically. Throws a BaselineError when it is invalid or cannot be written. */
export function writeBaseline(path: string, baseline: Baseline): void {
  if (!validate(baseline)) throw new BaselineError(path, describeErrors(validate.errors), 'The file stays as it was')
  try {
    createFolder(dirname(path))
    writeWhole(path, jsonText(compactBaseline(baseline)))
  } catch (cause) {
    const remedy = 'Check the permissions and the free space of the folder, or set `baseline` to another file'
    throw new BaselineError(path, [`cannot be written: ${errorMessage(cause)}`], remedy, { cause })
  }
}
