import { errorMessage } from '../text/error-message.ts'

/**
 * Calls a function of the application. An exception or a later rejection is passed to `failed`, because an unhandled
 * rejection would end the process.
 */
export function callBack<T>(
  callback: (argument: T) => unknown,
  argument: T,
  failed: (reason: string) => void = () => {},
): void {
  const fail = (error: unknown) => failed(errorMessage(error))
  try {
    // The type of a callback without a result also admits async functions.
    Promise.resolve(callback(argument)).catch(fail)
  } catch (error) {
    fail(error)
  }
}
