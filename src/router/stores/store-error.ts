import { errorCode, errorMessage } from '../../text/error-message.ts'

/** A router's state cannot be read or written. The message has its place, the reason and the remedy. */
export class StoreError extends Error {
  override name = 'StoreError'
  /** A path, or an address without its password. */
  readonly place: string
  /** Description of the problem, with the code of the system error. */
  readonly reason: string
  readonly remedy: string

  constructor(place: string, doing: 'read' | 'written', reason: string, remedy: string, cause?: unknown) {
    super(`aios: the router's state ${place} cannot be ${doing}: ${reason}\n  ${remedy}`, { cause })
    this.place = place
    this.reason = reason
    this.remedy = remedy
  }
}

/** Converts an error of the file system to a StoreError. */
export function fileError(path: string, doing: 'read' | 'written', cause: unknown): StoreError {
  if (cause instanceof StoreError) return cause
  const code = errorCode(cause) ?? ''
  const known = KNOWN[code]
  const reason = known ? `${known.reason} (${code})` : errorMessage(cause)
  return new StoreError(path, doing, reason, known?.remedy ?? `check ${path}, or ${ELSEWHERE}`, cause)
}

const ELSEWHERE = 'keep the state in another folder'
const FORBIDDEN = { reason: 'permission denied', remedy: `change its permissions, or ${ELSEWHERE}` }
const FULL = { reason: 'no space is left', remedy: `free some space, or ${ELSEWHERE}` }
const BLOCKED = { reason: 'a file is where its folder should be', remedy: `move that file away, or ${ELSEWHERE}` }

const KNOWN: Readonly<Record<string, { reason: string; remedy: string }>> = {
  EACCES: FORBIDDEN,
  EPERM: FORBIDDEN,
  EROFS: {
    reason: 'the disk is read-only',
    remedy: `make it writable, or ${ELSEWHERE}`,
  },
  ENOSPC: FULL,
  EDQUOT: FULL,
  EISDIR: {
    reason: 'a folder is in its place',
    remedy: `move that folder away, or ${ELSEWHERE}`,
  },
  ENOTDIR: BLOCKED,
  EEXIST: BLOCKED,
  ELOOP: { reason: 'its symbolic links form a loop', remedy: `fix the links, or ${ELSEWHERE}` },
}
