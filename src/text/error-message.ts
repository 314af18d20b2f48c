import { types } from 'node:util'

/** The message of a thrown value, which need not be an Error. */
export function errorMessage(error: unknown): string {
  return isError(error) ? error.message : String(error)
}

/**
 * Whether a value is an Error of any realm. In Vitest's vm pools the errors of Node's own modules are not instances of
 * the `Error` that tests and this package see.
 */
export function isError(value: unknown): value is Error {
  return types.isNativeError(value) || value instanceof Error
}

/** The code of an error of the system, such as `ENOENT`; undefined for other errors. */
export function errorCode(error: unknown): string | undefined {
  return isError(error) && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
