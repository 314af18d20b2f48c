import { readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { errorCode } from '../../text/error-message.ts'

/** Who holds a lock: written into it, so that others can tell whether the holder still lives. */
export interface Owner {
  /** Names this one holding of the lock, and the temporary file that is written under it. */
  token: string
  pid: number
  /** Where the pid means something. */
  machine: string
}

/** Processes of another container have other pids, even where the host's name is the same. */
export const MACHINE = `${hostname()} ${pidNamespace()}`.trim()

/** In one line, from which `parseOwner` gives the owner back. */
export function ownerLine({ token, pid, machine }: Owner): string {
  return `[${token} ${pid} ${machine}]`
}

/** null: it is no owner's line, or not a whole one. */
export function parseOwner(text: string): Owner | null {
  const match = /^\[([\w-]+) (\d+) (.*)\]$/.exec(text)
  return match === null ? null : { token: match[1] ?? '', pid: Number(match[2]), machine: match[3] ?? '' }
}

/** Whether the holder is known to have ended. false where that cannot be known from here. */
export function isDead({ pid, machine }: Owner): boolean {
  if (machine !== MACHINE) return false
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return errorCode(error) === 'ESRCH'
  }
}

function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return ''
  }
}
