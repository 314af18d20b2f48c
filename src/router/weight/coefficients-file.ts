import { readFileSync, renameSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { errorCode, errorMessage } from '../../text/error-message.ts'
import type { RouterWeights } from '../../../schemas/generated/router-weights.ts'
import validate from '../../../schemas/generated/router-weights.validate.js'
import { describeErrors } from '../../../schemas/validate.ts'

export type { RouterWeights } from '../../../schemas/generated/router-weights.ts'

/** A file of learnt weights that cannot be used: the message names file, fault and remedy. */
export class CoefficientsError extends Error {
  override name = 'CoefficientsError'
}

/** No file of weights is as long, in bytes. */
const LONGEST = 1_000_000

const MEND =
  'Restore it from version control, go back to the weights before it (npx aios router learn --undo), or delete it: the package has weights of its own'

/**
 * Learnt weights from a file; null: there is none, and those of the package hold. Throws a `CoefficientsError` for a file that
 * is damaged, of a newer version, or no file of weights.
 */
export function readCoefficients(path: string): RouterWeights | null {
  const text = textOf(path)
  if (text === null) return null
  let data: unknown
  try {
    data = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (error) {
    throw new CoefficientsError(`${path} is not JSON: ${errorMessage(error)}. ${MEND}`)
  }
  if (validate(data)) return data
  const version =
    typeof data === 'object' && data !== null && 'schema_version' in data ? data.schema_version : undefined
  if (typeof version === 'string' && version !== '2.0')
    throw new CoefficientsError(
      `${path} has the version ${JSON.stringify(version.slice(0, 20))}; this package reads 2.0. Update vitest-aios, or: ${MEND}`,
    )
  throw new CoefficientsError(`${path}: ${describeErrors(validate.errors).slice(0, 5).join('; ')}. ${MEND}`)
}

function textOf(path: string): string | null {
  try {
    const { size } = statSync(path)
    if (size > LONGEST) throw new CoefficientsError(`${path} has ${size} bytes: it holds no weights. ${MEND}`)
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    if (error instanceof CoefficientsError) throw error
    throw new CoefficientsError(`${path} cannot be read: ${errorMessage(error)}. ${MEND}`)
  }
}

/** Where the weights before those of a file are kept: `router-weights.previous.json` beside it. */
export function previousPath(path: string): string {
  return join(dirname(path), path.slice(dirname(path).length + 1).replace(/(\.json)?$/, '.previous.json'))
}

/** Writes weights, whole or not at all; those that the file held are kept beside it. */
export async function writeCoefficients(path: string, weights: RouterWeights): Promise<void> {
  const { default: writeFileAtomic } = await import('write-file-atomic')
  const before = textOf(path)
  // Nothing before it: an undo then goes back to the package's own.
  await writeFileAtomic(previousPath(path), before ?? 'null\n')
  await writeFileAtomic(path, `${JSON.stringify(weights, null, 2)}\n`)
}

/** What an undo did: the weights that hold now, or none to go back to. */
export type Undone = 'restored' | 'package' | 'nothing'

/** Goes back to the weights before the last learning, and keeps the learnt ones: a second undo brings them back. */
export async function undoCoefficients(path: string): Promise<Undone> {
  const previous = previousPath(path)
  const before = textOf(previous)
  if (before === null) return 'nothing'
  const isNone = before.trim() === 'null'
  // Refused before anything is moved: what is restored must be of use.
  if (!isNone) readCoefficients(previous)
  const learnt = textOf(path)
  const { default: writeFileAtomic } = await import('write-file-atomic')
  if (isNone) {
    if (learnt === null) return 'nothing'
    renameSync(path, previous)
    return 'package'
  }
  await writeFileAtomic(path, before)
  await writeFileAtomic(previous, learnt ?? 'null\n')
  return 'restored'
}
