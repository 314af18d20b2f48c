import './switch.ts'
import fc from 'fast-check'
import { afterEach, beforeEach, TestRunner } from 'vitest'

// The same examples with and without a mutant, and no search for the smallest one.
fc.configureGlobal({ seed: 1, endOnFailure: true })

const started = new Map<string, number>()

beforeEach(({ task }) => {
  $mutation.start()
  started.set(task.id, performance.now())
})

afterEach(({ task }) => {
  const ms = performance.now() - (started.get(task.id) ?? NaN)
  const { reached, steps } = $mutation
  const file = task.file.name
  const run = TestRunner.getTestFn(task)
  if (task.result?.state !== 'fail') $mutation.tests.push({ name: task.fullTestName, file, run, ms, steps, reached })
})
