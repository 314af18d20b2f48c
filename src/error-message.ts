/** What went wrong, in the words of whoever threw it: not everything that is thrown is an Error. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
