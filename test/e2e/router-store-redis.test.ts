import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { redisStore } from '../../src/router/stores/index.ts'
import { temporaryFolder } from '../support/folder.ts'
import { execute } from '../support/project.ts'
import { startRedis } from '../support/redis.ts'
import { requires } from '../support/requires.ts'
import { eachGoesOn, startWriters, type Writer } from '../support/router-writers.ts'

const stores = join(import.meta.dirname, '../../src/router/stores/index.ts')
const library = join(import.meta.dirname, '../../src/router/index.ts')

async function serverOf(options?: Parameters<typeof startRedis>[0]) {
  const server = await startRedis(options)
  onTestFinished(() => server.close())
  return server
}

async function writersOf(...args: Parameters<typeof startWriters>): Promise<Writer[]> {
  const writers = await startWriters(...args)
  onTestFinished(() => writers.forEach((writer) => writer.signal('SIGKILL')))
  return writers
}

async function countAt(url: string): Promise<number> {
  const store = redisStore(url)
  const { buckets, since_move } = await store.load()
  await store.close()
  const cells = Object.values(since_move.epochs).flatMap((epoch) => Object.values(epoch))
  expect(cells.reduce((sum, { n }) => sum + n, 0)).toBe(buckets.treatment.sample_count)
  return buckets.treatment.sample_count
}

const sum = (writers: readonly Writer[]) => writers.reduce((sum, writer) => sum + writer.acknowledged(), 0)

requires('redis')('a state in Redis', () => {
  test.for([1, 16])('saves every outcome of 4 processes, with %i in flight in each', async (inFlight) => {
    const { url } = await serverOf()
    const writers = await writersOf(url, { count: 250, inFlight, epochs: 3 })
    // Reads late, as on a busy machine, so that the pipes of the writers fill up.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000)
    await Promise.all(writers.map(({ exited }) => exited))
    expect(writers.flatMap((writer) => writer.complaints())).toStrictEqual([])
    expect(sum(writers)).toBe(1_000)
    expect(await countAt(url)).toBe(1_000)
  })

  test('keeps every acknowledged outcome if three of four processes are killed; the last continues', async () => {
    const { url } = await serverOf()
    const writers = await writersOf(url)
    for (const victim of writers.slice(0, 3)) {
      await wait(20 + 60 * Math.random())
      victim.signal('SIGKILL')
      await victim.exited
    }
    await eachGoesOn(writers.slice(3))
    writers[3]?.signal('SIGKILL')
    await writers[3]?.exited
    expect(await countAt(url)).toBeGreaterThanOrEqual(sum(writers))
    expect(await countAt(url)).toBeLessThanOrEqual(sum(writers) + 4)
  })

  test('counts every outcome once while Redis is killed, started, paused and continued', async () => {
    const server = await serverOf({ kept: true })
    const writers = await writersOf(server.url, { processes: 2, inFlight: 4, pauseMs: 5 })
    await eachGoesOn(writers)
    for (let round = 0; round < 3; round += 1) {
      await server.signal('SIGKILL')
      await wait(300)
      await server.start()
      await wait(100 + 100 * Math.random())
      await server.signal('SIGSTOP')
      await wait(round === 1 ? 3_000 : 500)
      await server.signal('SIGCONT')
      await wait(100 + 100 * Math.random())
    }
    await eachGoesOn(writers)
    for (const writer of writers) writer.signal('SIGTERM')
    await Promise.all(writers.map(({ exited }) => exited))
    expect(await countAt(server.url)).toBe(sum(writers))
    const complaints = new Set(writers.flatMap((writer) => writer.complaints()))
    expect(complaints.size).toBeGreaterThan(0)
    for (const complaint of complaints)
      expect(complaint).toMatch(
        /^!aios: the router's state aios:router at redis:\/\/127\.0\.0\.1:\d+ cannot be written: /,
      )
  })

  test('is gone after a restart without persistence: each process warns once and continues', async () => {
    const server = await serverOf()
    const writers = await writersOf(server.url, { processes: 2 })
    await eachGoesOn(writers)
    await server.signal('SIGKILL')
    await server.start()
    await eachGoesOn(writers)
    for (const writer of writers) writer.signal('SIGKILL')
    await Promise.all(writers.map(({ exited }) => exited))
    for (const writer of writers)
      expect(writer.complaints().filter((line) => line.startsWith('?'))).toStrictEqual([
        `?aios: the router's state aios:router at redis://127.0.0.1:${server.port} is gone (deleted, or not kept over a restart): the boundary starts at 0.5`,
      ])
  })

  test('does not keep a process alive that does not close its store', async () => {
    const { url } = await serverOf()
    const start = performance.now()
    const script = `import { redisStore } from '${stores}'; console.log((await redisStore('${url}').load()).boundary)`
    const { exitCode, output } = await execute(temporaryFolder(), process.execPath, [
      '--input-type=module',
      '-e',
      script,
    ])
    expect([exitCode, output]).toStrictEqual([0, '0.5\n'])
    expect(performance.now() - start).toBeLessThan(10_000)
  })
})

describe('without the package redis', () => {
  test('names the package to install', async () => {
    const script = `
      import { registerHooks } from 'node:module'
      registerHooks({
        resolve(name, context, next) {
          if (name !== 'redis') return next(name, context)
          throw Object.assign(new Error("Cannot find package 'redis'"), { code: 'ERR_MODULE_NOT_FOUND' })
        },
      })
      const { redisStore } = await import('${stores}')
      const { createRouter } = await import('${library}')
      await redisStore('redis://127.0.0.1:1').load().catch(({ message }) => console.log(message))
      await createRouter({ store: redisStore('redis://127.0.0.1:1') }).catch(({ message }) => console.log(message))`
    const { exitCode, output } = await execute(temporaryFolder(), process.execPath, [
      '--input-type=module',
      '-e',
      script,
    ])
    expect(output).toBe('router: a state in Redis needs the package redis; run: npm install redis\n'.repeat(2))
    expect(exitCode).toBe(0)
  })
})
