import { appendFileSync } from 'node:fs'
import { expect, inject, test } from 'vitest'
import type { RecordedTest } from './switch.ts'

/**
 * Runs last, in the worker of all other tests, which are recorded by then: runs them again with each mutant, the fastest
 * first, until one fails.
 */
test('the tests notice each mutant', { timeout: 0 }, async () => {
  const { results, files, done, slowest } = inject('mutation')
  const record = (line: object) => appendFileSync(results, `${JSON.stringify(line)}\n`)
  const tests: RecordedTest[] = []
  for (const each of $mutation.tests.toSorted((one, other) => one.ms - other.ms)) {
    const repeats = each.ms <= slowest && !(await $mutation.fails(each, undefined))
    if (repeats) tests.push(each)
    else record({ leftOut: `${each.file}: ${each.name}`, ms: each.ms })
  }
  record({ tests: tests.length, ms: tests.reduce((sum, { ms }) => sum + ms, 0) })
  for (const { file, first, mutants } of $mutation.files) {
    if (!files.includes(file)) continue
    const sites = Array.from(mutants, (_, index) => first + index)
    const ofFile = tests.filter(({ reached }) => sites.some((site) => reached[site] === 1))
    for (const [index, mutant] of mutants.entries()) {
      const key = `${file}:${index}`
      if (done.includes(key)) continue
      record({ started: key })
      // Every test of the module may use a constant that is computed at import.
      const covering = mutant.atImport ? tests : ofFile.filter(({ reached }) => reached[first + mutant.first] === 1)
      const killer = await firstFailure(covering, { ...mutant, id: first + index })
      record({ key, file, mutant, covering: covering.length, killer: killer?.name ?? null })
    }
  }
  expect(tests.length).toBeGreaterThan(0)
})

async function firstFailure(tests: readonly RecordedTest[], mutant: Parameters<typeof $mutation.fails>[1]) {
  for (const each of tests) if (await $mutation.fails(each, mutant)) return each
}
