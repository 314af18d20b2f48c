import { errorCode } from './text/error-message.ts'

/** Whether a process of this machine runs; true where this is unknown, as for a process of another person. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return errorCode(error) !== 'ESRCH'
  }
}
