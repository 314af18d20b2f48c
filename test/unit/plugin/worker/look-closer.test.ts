import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lookCloser } from '../../../../plugin/worker/look-closer.ts'

test.for([
  ['goldens/facts.golden.test.ts', 'npx vitest goldens/facts.golden.test.ts --ui'],
  ['src/talk.test.ts', 'npx vitest src/talk.test.ts --ui'],
  ["it's/a suite.test.ts", String.raw`npx vitest 'it'\''s/a suite.test.ts' --ui`],
] as const)('names the test file %s', ([file, command]) => {
  expect(lookCloser(join(process.cwd(), file))).toBe(`Look closer: ${command}`)
})

test('names no file where the test file is unknown', () => {
  expect(lookCloser(undefined)).toBe('Look closer: npx vitest --ui')
})
