import { expect, test } from 'vitest'
import { workerMemoryOptions } from '../../../../plugin/main/worker-memory.ts'

test.each(['forks', 'vmForks'])('limits the young generation of workers in the pool %s', (pool) => {
  expect(workerMemoryOptions(pool, ['--no-warnings'])).toEqual(['--max-semi-space-size=16'])
})

test.each(['threads', 'vmThreads', 'browser', 'typescript'])('gives the pool %s no options of V8', (pool) => {
  expect(workerMemoryOptions(pool, [])).toEqual([])
})

test.each(['--max-semi-space-size=64', '--max_semi_space_size 64', '--no-warnings --min-semi-space-size=1'])(
  'leaves the size to the user who gave %s',
  (given) => {
    expect(workerMemoryOptions('forks', [given])).toEqual([])
  },
)
