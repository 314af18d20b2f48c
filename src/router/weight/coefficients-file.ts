import { readFileSync, renameSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { assertRegularFile } from '../../regular-file.ts'
import { errorCode, errorMessage } from '../../text/error-message.ts'
import type { RouterWeights as CoefficientsFile } from '../../../schemas/generated/router-weights.ts'
import validate from '../../../schemas/generated/router-weights.validate.js'
import { describeErrors } from '../../../schemas/validate.ts'

/** The file of learnt coefficients, `router-weights.json`. */
export type { RouterWeights as CoefficientsFile } from '../../../schemas/generated/router-weights.ts'

/** A file of learnt coefficients is invalid: the message names the file, the problem and the remedy. */
export class CoefficientsError extends Error {
  override name = 'CoefficientsError'
}

/** Maximum size in bytes. */
const MAX_BYTES = 1_000_000

const REMEDY =
  'Restore it from version control, run `npx aios router learn --undo`, or delete it to use the coefficients of the package'

/**
 * Reads learnt coefficients; null: the file does not exist. Throws a `CoefficientsError` for a file that is damaged, of a
 * newer version, or of another kind.
 */
export function readCoefficients(path: string): CoefficientsFile | null {
  const text = textOf(path)
  if (text === null) return null
  let data: unknown
  try {
    data = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (error) {
    throw new CoefficientsError(`${path} is not valid JSON: ${errorMessage(error)}. ${REMEDY}`)
  }
  if (validate(data)) return data
  const version =
    typeof data === 'object' && data !== null && 'schema_version' in data ? data.schema_version : undefined
  if (typeof version === 'string' && version !== '2.0')
    throw new CoefficientsError(
      `${path} has the version ${JSON.stringify(version.slice(0, 20))}; this package reads 2.0. Update vitest-aios, or: ${REMEDY}`,
    )
  throw new CoefficientsError(`${path}: ${describeErrors(validate.errors).slice(0, 5).join('; ')}. ${REMEDY}`)
}

function textOf(path: string): string | null {
  try {
    const stats = statSync(path)
    assertRegularFile(stats)
    const { size } = stats
    if (size > MAX_BYTES)
      throw new CoefficientsError(`${path} has ${size} bytes, more than a file of coefficients can have. ${REMEDY}`)
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    if (error instanceof CoefficientsError) throw error
    throw new CoefficientsError(`cannot read ${path}: ${errorMessage(error)}. ${REMEDY}`)
  }
}

/** The path of the previous coefficients: `router-weights.previous.json` beside the file. */
export function previousPath(path: string): string {
  return join(dirname(path), path.slice(dirname(path).length + 1).replace(/(\.json)?$/, '.previous.json'))
}

/** Writes coefficients atomically, and keeps the previous ones beside the file. */
export async function writeCoefficients(path: string, coefficients: CoefficientsFile): Promise<void> {
  const { writeWhole } = await import('../../write-whole.ts')
  const before = textOf(path)
  // null: an undo returns to the coefficients of the package.
  writeWhole(previousPath(path), before ?? 'null\n')
  writeWhole(path, `${JSON.stringify(coefficients, null, 2)}\n`)
}

/** The result of an undo: coefficients in use now, or nothing to undo. */
export type Undone = 'restored' | 'package' | 'nothing'

/** Restores the coefficients before the last learning, and keeps the learnt ones for a second undo. */
export async function undoCoefficients(path: string): Promise<Undone> {
  const previous = previousPath(path)
  const before = textOf(previous)
  if (before === null) return 'nothing'
  const isNone = before.trim() === 'null'
  // Validates the previous file before any change.
  if (!isNone) readCoefficients(previous)
  const learnt = textOf(path)
  const { writeWhole } = await import('../../write-whole.ts')
  if (isNone) {
    if (learnt === null) return 'nothing'
    renameSync(path, previous)
    return 'package'
  }
  writeWhole(path, before)
  writeWhole(previous, learnt ?? 'null\n')
  return 'restored'
}
