import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import validate from '../../schemas/generated/router-state.validate.js'
import { MACHINE, ownerLine } from '../../src/lock-owner.ts'
import { temporaryFolder } from '../support/folder.ts'
import { requires } from '../support/requires.ts'
import { eachGoesOn, startWriters, type Writer } from '../support/router-writers.ts'

/** Writers that are killed at the end of the test. */
async function writersOf(...args: Parameters<typeof startWriters>): Promise<Writer[]> {
  const writers = await startWriters(...args)
  onTestFinished(() => writers.forEach((writer) => writer.signal('SIGKILL')))
  return writers
}

/** The number of outcomes in the file, which must be valid. */
function countIn(path: string): number {
  const state: unknown = JSON.parse(readFileSync(path, 'utf8'))
  if (!validate(state)) throw new Error(`not a state: ${JSON.stringify(validate.errors)}`)
  const cells = Object.values(state.since_move.epochs).flatMap((epoch) => Object.values(epoch))
  expect(cells.reduce((sum, { n }) => sum + n, 0)).toBe(state.buckets.treatment.sample_count)
  return state.buckets.treatment.sample_count
}

const sum = (writers: readonly Writer[]) => writers.reduce((sum, writer) => sum + writer.acknowledged(), 0)

describe('4 processes with one state', { timeout: 120_000 }, () => {
  test.for([1, 16])('save every outcome, with %i in flight in each', async (inFlight) => {
    const path = join(temporaryFolder(), '.aios', 'state.json')
    const writers = await writersOf(path, { count: 100, inFlight, epochs: 3 })
    await Promise.all(writers.map(({ exited }) => exited))
    expect(writers.flatMap((writer) => writer.complaints())).toStrictEqual([])
    expect(sum(writers)).toBe(400)
    expect(countIn(path)).toBe(400)
    expect(readdirSync(join(path, '..'))).toStrictEqual(['state.json'])
  })

  test('keep the file valid and every acknowledged outcome if one is killed; the others continue', async () => {
    const path = join(temporaryFolder(), 'state.json')
    let acknowledged = 0
    let killed = 0
    for (let round = 0; round < 5; round += 1) {
      const writers = await writersOf(path, { epochs: 40 })
      await eachGoesOn(writers)
      for (const writer of writers) writer.longestPause()
      for (const victim of writers.slice(0, 3)) {
        await wait(20 + 60 * Math.random())
        victim.signal('SIGKILL')
        await victim.exited
        killed += 1
        countIn(path)
      }
      const survivor = writers[3]
      await eachGoesOn(writers.slice(3))
      expect(survivor?.longestPause()).toBeLessThan(2_500)
      survivor?.signal('SIGKILL')
      await survivor?.exited
      killed += 1
      acknowledged += sum(writers)
      expect(writers.flatMap((writer) => writer.complaints())).toStrictEqual([])
      expect(countIn(path)).toBeGreaterThanOrEqual(acknowledged)
      expect(countIn(path)).toBeLessThanOrEqual(acknowledged + killed)
    }
    // The next process removes locks and temporary files of killed ones.
    const [last] = await writersOf(path, { processes: 1, count: 20, epochs: 40 })
    await last?.exited
    expect(countIn(path)).toBeLessThanOrEqual(acknowledged + killed + 20)
    expect(readdirSync(join(path, '..'))).toStrictEqual(['state.json'])
  })

  test('lose no outcome if one is paused for seconds', async () => {
    const path = join(temporaryFolder(), 'state.json')
    // The one that is paused has the lock most of the time, since the others rest between two outcomes.
    const paused = await writersOf(path, { processes: 1 })
    const others = await writersOf(path, { processes: 2, pauseMs: 20 })
    const writers = [...paused, ...others]
    for (let round = 0; round < 3; round += 1) {
      await wait(50 + 100 * Math.random())
      paused[0]?.signal('SIGSTOP')
      await wait(3_500)
      paused[0]?.signal('SIGCONT')
    }
    for (const writer of others) expect(writer.longestPause()).toBeLessThan(5_000)
    await eachGoesOn(writers)
    for (const writer of writers) writer.signal('SIGSTOP')
    await wait(50)
    const [acknowledged, count] = [sum(writers), countIn(path)]
    for (const writer of writers) writer.signal('SIGKILL')
    await Promise.all(writers.map(({ exited }) => exited))
    expect(writers.flatMap((writer) => writer.complaints())).toStrictEqual([])
    expect(count).toBeGreaterThanOrEqual(acknowledged)
    expect(count).toBeLessThanOrEqual(acknowledged + 3)
  })

  test('rename a damaged file once', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'state.json')
    writeFileSync(path, '{"schema_version":"2.0","bound')
    const writers = await writersOf(path, { count: 50 })
    await Promise.all(writers.map(({ exited }) => exited))
    expect(countIn(path)).toBe(200)
    const warnings = writers.flatMap((writer) => writer.complaints())
    expect(warnings).toHaveLength(1)
    const [kept = '', ...more] = readdirSync(folder).filter((name) => name !== 'state.json')
    expect(more).toStrictEqual([])
    expect(kept).toMatch(/^state\.corrupt-\d{8}T\d{9}Z\.json$/)
    expect(warnings[0]).toBe(
      `?aios: the router's state ${path} is damaged (it is not JSON): it is kept as ${join(folder, kept)}, and the boundary starts at 0.5`,
    )
    expect(readFileSync(join(folder, kept), 'utf8')).toBe('{"schema_version":"2.0","bound')
  })
})

test('one process at a time takes a stale lock that several find at once', async () => {
  const folder = temporaryFolder()
  const rounds = 100
  const dead = ownerLine({ token: 'dead', pid: 999_999_999, machine: MACHINE })
  for (let round = 0; round < rounds; round += 1) symlinkSync(dead, join(folder, `${round}.lock`))
  const script = join(import.meta.dirname, '../fixtures/router-lock.ts')
  const children = Array.from({ length: 4 }, () =>
    spawn(process.execPath, [script, folder, String(rounds)], { stdio: ['pipe', 'pipe', 'inherit'] }),
  )
  onTestFinished(() => children.forEach((child) => void child.kill('SIGKILL')))
  await Promise.all(children.map((child) => once(child.stdout, 'readable')))
  for (const child of children) child.stdin.end('go')
  const outputs = await Promise.all(children.map(async ({ stdout }) => (await text(stdout)).replace('ready\n', '')))
  expect(outputs).toStrictEqual(Array(4).fill(JSON.stringify({ works: rounds, clashes: 0 })))
  expect(readdirSync(folder)).toStrictEqual([])
})

requires('tmpfs')('a separate disk', () => {
  test.for([
    {
      name: 'read-only',
      options: 'ro',
      message: /cannot be written: the disk is read-only \(EROFS\) {3}make it writable/,
    },
    {
      name: 'full',
      options: 'size=4k',
      message: /cannot be written: no space is left \(ENOSPC\) {3}free some space, or/,
    },
  ])('that is $name causes an error with path, reason and remedy', ({ options, message }) => {
    const folder = temporaryFolder()
    const path = join(folder, 'state.json')
    const fill = options === 'ro' ? 'true' : 'head -c 4096 /dev/zero > "$1/filler"'
    const script = `mount -t tmpfs -o ${options} tmpfs "$1" && ${fill} && echo go | "$2" "$3" "$1/state.json" 2 1 && ls "$1"`
    const writer = join(import.meta.dirname, '../fixtures/router-writer.ts')
    const inOwnMounts = ['unshare', '--mount', 'sh', '-c', script, 'sh', folder, process.execPath, writer]
    const output = execFileSync('env', inOwnMounts, { encoding: 'utf8' })
    const [first = '', second, ...left] = output
      .split('\n')
      .filter((line) => line.startsWith('!') || !/^ready$/.test(line))
    expect(first).toMatch(message)
    expect(first).toContain(`the router's state ${path} cannot`)
    expect(second).toBe(first)
    expect(left.filter((name) => name !== '' && name !== 'filler')).toStrictEqual([])
  })
})
