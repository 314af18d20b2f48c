import { isError } from './error-message.ts'

/** An error of the operating system in words. */
export interface SystemError {
  /** What failed, where, and why: `cannot write /a/b: no space is left on the disk`. */
  message: string
  /** What to do about it. */
  remedy: string
}

const ELSEWHERE = 'or write to another folder: AIOS_DIR, or the option that names the file'

/** Reasons and remedies by code. */
const CODES: Readonly<Record<string, readonly [reason: string, remedy: string]>> = {
  EACCES: ['permission is denied', `allow this user to use it, ${ELSEWHERE}`],
  EPERM: ['the operation is not permitted', `allow this user to do it, ${ELSEWHERE}`],
  EROFS: ['the file system is read-only', `mount it writable, ${ELSEWHERE}`],
  ENOSPC: ['no space is left on the disk', `free some space: npx aios clean, ${ELSEWHERE}`],
  EDQUOT: ['the disk quota is used up', `free some space: npx aios clean, ${ELSEWHERE}`],
  EFBIG: ['the file is too large for its file system', 'rotate the log: npx aios rotate --force'],
  ENOENT: ['it does not exist', 'check the path'],
  ENOTDIR: ['a part of the path is a file, not a folder', 'check the path, or move the file away'],
  EISDIR: ['it is a folder, and a file is required', 'name a file, or move the folder away'],
  EEXIST: ['it exists already', 'choose another name, or move it away'],
  ENOTEMPTY: ['the folder is not empty', 'move its files away'],
  ENAMETOOLONG: ['the name is too long', 'choose a shorter path'],
  ELOOP: ['its symbolic links form a loop', 'correct the links'],
  EXDEV: ['it is on another file system', 'choose a path on the same file system'],
  EBUSY: ['another program uses it', 'end that program, then try again'],
  ETXTBSY: ['a program runs from it', 'end that program, then try again'],
  EMFILE: ['this process has too many open files', 'raise the limit, such as with: ulimit -n 4096'],
  ENFILE: ['the system has too many open files', 'end other programs, or raise the limit of the system'],
  ENOMEM: ['the memory is used up', 'end other programs, then try again'],
  EIO: ['the disk reports an error', 'check the disk'],
  EPIPE: ['the reader of the output has ended', 'let it read to the end'],
}

/** What a system call does, in words. */
const CALLS: Readonly<Record<string, string>> = {
  open: 'open',
  read: 'read',
  write: 'write',
  mkdir: 'create the folder',
  mkdtemp: 'create a folder',
  scandir: 'list the folder',
  opendir: 'list the folder',
  rename: 'rename',
  unlink: 'delete',
  rm: 'delete',
  rmdir: 'delete the folder',
  stat: 'read',
  lstat: 'read',
  fstat: 'read',
  realpath: 'read',
  readlink: 'read',
  copyfile: 'copy',
  link: 'link',
  symlink: 'create',
  ftruncate: 'write',
  fsync: 'write',
  fdatasync: 'write',
  chmod: 'change the permissions of',
  chown: 'change the owner of',
  utime: 'change the time of',
  access: 'use',
}

/**
 * The message of Node for an error of the system: `EACCES: permission denied, open '/a/b' -> '/a/c'`. That of a recursive
 * deletion is `EACCES, Permission denied: /a/b '/a/b'`; its first path is in the wrong encoding.
 */
const BARE =
  /\b(E[A-Z]{2,14})(?:: [^,\n]+, (\w+)(?: '([^'\n]*)')?(?: -> '([^'\n]*)')?|, [^:\n]+: [^'\n]+ '(?<deleted>[^'\n]*)')/

/** The end of the name of a temporary file, which replaces another file when it is complete. */
const TEMPORARY = /(?:\.\d+|\.[\da-f-]{36})\.tmp$/

/** A prefix that does not say what failed: `aios: `. */
const LABEL = /^(?:\w+: )+$/

/**
 * An error of the system as it is, with the path in its message: Node leaves it out where a file is open already, as when
 * the disk is full. Other values are returned unchanged.
 */
export function namingFile(error: unknown, path: string): unknown {
  if (isError(error) && 'syscall' in error && !('path' in error)) error.message += ` '${path}'`
  return error
}

/**
 * A message in which Node's own wording of an error of the system is replaced by words, and what to do about it. A path is
 * named once. `where`: what is written or read where the error names no path, such as `standard output`. Pure.
 */
export function systemErrorInWords(message: string, where = 'a file'): SystemError | null {
  const match = BARE.exec(message)
  const { deleted } = match?.groups ?? {}
  const [bare = '', code = '', call = 'rm', named, renamed] = match ?? []
  const paths = [named ?? deleted, renamed]
  // The first path of a symbolic link is what it points to.
  const [path, target] = (call === 'symlink' ? paths.slice(1) : paths).map((each) => each?.replace(TEMPORARY, ''))
  const [reason, remedy] = CODES[code] ?? []
  if (reason === undefined || remedy === undefined) return null
  const before = message.slice(0, match?.index).split('\n').at(-1) ?? ''
  const isNamed = /[^\s:]: ?$/.test(before) && !LABEL.test(before)
  const place = `${path ?? where}${target === undefined ? '' : ` to ${target}`}`
  const words = isNamed ? `${reason} (${code})` : `cannot ${CALLS[call] ?? 'use'} ${place}: ${reason} (${code})`
  return { message: message.replace(bare, () => words), remedy }
}
