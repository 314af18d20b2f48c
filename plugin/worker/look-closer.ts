import { relative, sep } from 'node:path'
import { printable } from '../../src/text/printable.ts'
import { quoted } from '../../src/text/quoted.ts'

/** How to see the replies of a test as cards. `testFile`: an absolute path; undefined: unknown, so all tests run. */
export function lookCloser(testFile: string | undefined): string {
  const file = testFile === undefined ? [] : [quoted(printable(relative(process.cwd(), testFile).replaceAll(sep, '/')))]
  return `Look closer: ${['npx vitest', ...file, '--ui'].join(' ')}`
}
