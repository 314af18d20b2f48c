import { errorCode, errorMessage } from '../text/error-message.ts'
/** The provenance log cannot be written. The message names the file, the reason and the remedy. */
export class ProvenanceError extends Error {
  override name = 'ProvenanceError'
  readonly path: string
  /** The reason, with the system's code. */
  readonly reason: string
  readonly remedy: string

  constructor(path: string, cause: unknown) {
    const code = codeOf(cause)
    const known = KNOWN[code]
    const reason = known ? `${known.reason} (${code})` : errorMessage(cause)
    const remedy = known?.remedy ?? `make ${path} writable, or ${ELSEWHERE}`
    super(`aios: cannot write the provenance log ${path}: ${reason}\n  ${remedy}`, { cause })
    this.path = path
    this.reason = reason
    this.remedy = remedy
  }
}

function codeOf(cause: unknown): string {
  return errorCode(cause) ?? ''
}

const ELSEWHERE = 'set AIOS_DIR to a folder that can be written'
const FORBIDDEN = {
  reason: 'permission denied',
  remedy: `change the permissions of the folder, or ${ELSEWHERE}`,
}
const FULL = { reason: 'no space is left', remedy: `free some space, or ${ELSEWHERE}` }
const BLOCKED = { reason: 'a file is where its folder should be', remedy: `move that file away, or ${ELSEWHERE}` }

const KNOWN: Readonly<Record<string, { reason: string; remedy: string }>> = {
  EACCES: FORBIDDEN,
  EPERM: FORBIDDEN,
  EROFS: FORBIDDEN,
  ENOENT: { reason: 'its folder cannot be created there', remedy: ELSEWHERE },
  ENOSPC: FULL,
  EDQUOT: FULL,
  EFBIG: { reason: 'the file may not grow any further', remedy: `move the log away, raise the limit, or ${ELSEWHERE}` },
  EISDIR: { reason: 'a folder is in its place', remedy: `move that folder away, or ${ELSEWHERE}` },
  ENOTDIR: BLOCKED,
  EEXIST: BLOCKED,
}
