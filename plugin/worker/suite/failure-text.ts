import { redact } from '../../../src/text/redaction.ts'

const redactors = new Map<string, (text: string) => string>()

/** Sets what redacts the failure messages of a test file. */
export function redactIn(testFile: string, redactText: (text: string) => string): void {
  redactors.set(testFile, redactText)
}

/** Redacts a text of a failure message, which Vitest's own reporters write to files. */
export function redactedFailure(testFile: string | undefined, text: string): string {
  return redactors.get(testFile ?? '')?.(text) ?? redact(text, [])
}
