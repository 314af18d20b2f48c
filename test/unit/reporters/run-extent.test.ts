import { describe, expect, test } from 'vitest'
import { lostShards, narrowingOptions, partialReason, type RunExtent } from '../../../reporters/run-extent.ts'

const WHOLE: RunExtent = { narrowedBy: [], notRun: [], skipped: 0, lostShards: [] }

describe('partialReason', () => {
  test('returns null for a run that left out nothing', () => {
    expect(partialReason(WHOLE)).toBeNull()
    expect(partialReason({ ...WHOLE, lostShards: null })).toBeNull()
  })

  test.for<[Partial<RunExtent>, string]>([
    [{ narrowedBy: ['-t', '--shard'] }, 'it ran with -t and --shard'],
    [{ notRun: ['goldens/b.golden.test.ts'] }, 'goldens/b.golden.test.ts did not run'],
    [{ skipped: 2 }, '2 of its tests did not run'],
    [{ lostShards: ['2/3'] }, 'shard 2/3 is missing'],
  ])('returns the reason for %j', ([part, reason]) => {
    expect(partialReason({ ...WHOLE, ...part })).toBe(reason)
  })
})

test('narrowingOptions returns the options that leave tests out', () => {
  expect(narrowingOptions({ run: true, update: 'all', reporters: ['dot'], bail: 0 })).toStrictEqual([])
  expect(narrowingOptions({ changed: false, project: [], testNamePattern: undefined })).toStrictEqual([])
  expect(narrowingOptions({ testNamePattern: 'a', changed: 'main', shard: '1/2', cliExclude: ['x'] })).toStrictEqual([
    '-t',
    '--shard',
    '--changed',
    '--exclude',
  ])
})

test.for<[string[], string[] | null]>([
  [['blob.json'], []],
  [['blob-1-2.json', 'blob-2-2.json'], []],
  [['blob-1-3.json', 'blob-3-3.json'], ['2/3']],
  [['blob-linux-1-2.json', 'blob-linux-2-2.json', 'blob-macos-2-2.json'], ['1/2']],
  [['blob-linux.json', 'blob-macos.json'], []],
  [['first.json', 'blob-1-2.json'], null],
])('lostShards(%j) returns %j', ([blobs, lost]) => {
  expect(lostShards(blobs)).toStrictEqual(lost)
})
