import './switch.ts'
import fc from 'fast-check'
import { afterEach, beforeEach, TestRunner } from 'vitest'

// The same examples with and without a mutant, and no search for the smallest one.
fc.configureGlobal({ seed: 1, endOnFailure: true })

// Processor time, because wall time depends on other processes of the machine.
const processorMs = () => {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

const started = new Map<string, number>()

beforeEach(({ task }) => {
  $mutation.start()
  started.set(task.id, processorMs())
})

afterEach(({ task }) => {
  const ms = processorMs() - (started.get(task.id) ?? NaN)
  const { reached, steps } = $mutation
  const file = task.file.name
  const run = TestRunner.getTestFn(task)
  if (task.result?.state !== 'fail') $mutation.tests.push({ name: task.fullTestName, file, run, ms, steps, reached })
})
