import { errorMessage } from '../text/error-message.ts'

/**
 * Calls what an application gave. Whether it throws, or rejects later, it stops nobody: `failed` is told, and an unhandled
 * rejection would end the process.
 */
export function callBack<T>(
  callback: (argument: T) => unknown,
  argument: T,
  failed: (reason: string) => void = () => {},
): void {
  const fail = (error: unknown) => failed(errorMessage(error))
  try {
    // An async function is a function of no result, too.
    Promise.resolve(callback(argument)).catch(fail)
  } catch (error) {
    fail(error)
  }
}
