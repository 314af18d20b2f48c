import { readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { isRunning } from './is-running.ts'

/** The holder of a lock, written into it so that others can check whether the process still runs. */
export interface Owner {
  /** Id of this acquisition of the lock, also part of the name of the temporary file. */
  token: string
  pid: number
  /** The machine and pid namespace of `pid`. */
  machine: string
}

/** Containers have their own pids, even with the same host name. */
export const MACHINE = `${hostname()} ${pidNamespace()}`.trim()

/** The owner as one line for `parseOwner`. */
export function ownerLine({ token, pid, machine }: Owner): string {
  return `[${token} ${pid} ${machine}]`
}

/** null: the line is invalid or incomplete. */
export function parseOwner(text: string): Owner | null {
  const match = /^\[([\w-]+) (\d+) (.*)\]$/.exec(text)
  return match === null ? null : { token: match[1] ?? '', pid: Number(match[2]), machine: match[3] ?? '' }
}

/** Whether the holder has ended; false if this is unknown, as for another machine. */
export function isDead({ pid, machine }: Pick<Owner, 'pid' | 'machine'>): boolean {
  return machine === MACHINE && !isRunning(pid)
}

function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return ''
  }
}
