import { errorMessage } from '../src/text/error-message.ts'

/** Returns a function that runs a step; where the step throws, it adds the message to `problems` and returns null. */
export function attemptInto(problems: string[]) {
  return async <T>(step: () => T | Promise<T>): Promise<T | null> => {
    try {
      return await step()
    } catch (error) {
      problems.push(errorMessage(error))
      return null
    }
  }
}
