import { createServer, type AddressInfo, type Socket } from 'node:net'
import { inspect } from 'node:util'
import { createClient } from 'redis'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { StateStore } from '../../../src/router/store.ts'
import { redisStore, StoreError } from '../../../src/router/stores/index.ts'
import type { Increment } from '../../../src/router/state.ts'
import { oneOutcome } from '../../fixtures/one-outcome.ts'
import { aMove } from '../../fixtures/router-increments.ts'
import { type RedisServer, startRedis } from '../../support/redis.ts'
import { requires } from '../../support/requires.ts'

let names = 0

/** A store at a new key, closed at the end of the test, and its warnings. */
function storeAt(server: RedisServer) {
  const name = `test:${++names}`
  const warnings: string[] = []
  const store = redisStore(server.url, { name, warn: (warning) => void warnings.push(warning) })
  onTestFinished(() => store.close())
  return { name, store, warnings, shown: `${name} at redis://127.0.0.1:${server.port}` }
}

const count = ({ buckets }: { buckets: { treatment: { sample_count: number } } }) => buckets.treatment.sample_count

/** A server for one test. */
async function ownServer(options?: Parameters<typeof startRedis>[0]): Promise<RedisServer> {
  const server = await startRedis(options)
  onTestFinished(() => server.close())
  return server
}

/** The error of a call that must fail promptly. */
async function promptError(call: () => Promise<unknown>): Promise<Error> {
  const start = performance.now()
  const error = await call().then(
    () => new Error('it did not fail'),
    (error: unknown) => error as Error,
  )
  expect(performance.now() - start).toBeLessThan(10_000)
  return error
}

describe('without a server', () => {
  test.for(['', 'localhost:6379', 'http://localhost', 'redis:', ':secret@host'].map((url) => [url]))(
    'rejects the address %s',
    ([url = '']) => {
      expect(() => redisStore(url)).toThrow(RangeError)
      expect(() => redisStore(url)).not.toThrow('secret')
    },
  )

  test('rejects a name with braces, which have a meaning in a cluster', () => {
    for (const name of ['', 'a{b}', '}']) expect(() => redisStore('redis://127.0.0.1', { name })).toThrow(RangeError)
  })

  test('rejects every call with the address and without the password if no server listens', async () => {
    const store = redisStore('redis://someone:secret@127.0.0.1:1/2?password=secret')
    const calls = [
      () => store.load(),
      () => store.add(oneOutcome(), 'a'),
      () => store.commit(aMove(), 0),
      () => store.reset(),
    ]
    for (const call of calls) {
      const error = await promptError(call)
      expect(error).toBeInstanceOf(StoreError)
      expect(error.message).toMatch(
        /^aios: the router's state aios:router at redis:\/\/127\.0\.0\.1:1\/2 cannot be (read|written): connect ECONNREFUSED 127\.0\.0\.1:1\n {2}start Redis there, or give another address$/,
      )
      expect(inspect(error, { depth: null, showHidden: true })).not.toMatch(/secret|someone/)
    }
    await store.close()
  })

  test('rejects calls if the server does not answer', { timeout: 20_000 }, async () => {
    const sockets: Socket[] = []
    const silent = createServer((socket) => void sockets.push(socket.on('error', () => {}))).listen(0, '127.0.0.1')
    await new Promise((resolve) => void silent.once('listening', resolve))
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy()
      silent.close()
    })
    const store = redisStore(`redis://127.0.0.1:${(silent.address() as AddressInfo).port}`)
    const errors = await Promise.all(
      [store.load(), store.add(oneOutcome(), 'a'), store.add(oneOutcome(), 'b')].map((call) => promptError(() => call)),
    )
    for (const error of errors) expect(error.message).toMatch(/cannot be (read|written): no answer within 1\.8 s\n/)
    expect((await promptError(() => store.load())).message).toMatch('no answer')
    await store.close()
  })
})

requires('redis')('with a real server', () => {
  let server: RedisServer
  beforeAll(async () => {
    server = await startRedis()
  })
  afterAll(() => server.close())

  test('stores the state as a readable hash of numbers', async () => {
    const { name, store } = storeAt(server)
    await store.add(oneOutcome(0, 3), 'a')
    const at = async (field: string) => (await server.command('HGET', name, field)).split('\r\n')[1]
    expect(await at('schema_version')).toBe('2.0')
    expect(await at('buckets.treatment.quality_sum')).toBe('0.75')
    expect(await at('epoch.3.2')).toBe('1 1 -0.25 0.0625 -0.125 1 0.5 0 0 0 0')
    await store.commit(aMove(), 0)
    expect(await at('boundary')).toBe('0.54')
    expect(await at('epoch.3.2')).toBe('')
  })

  test('returns the same object for an unchanged epoch', async () => {
    const { store } = storeAt(server)
    await store.add(oneOutcome(0, 1), 'a')
    const before = await store.add(oneOutcome(0, 2), 'b')
    const after = await store.add(oneOutcome(0, 2), 'c')
    expect(after.since_move.epochs[1]).toBe(before.since_move.epochs[1])
    expect(before.since_move.epochs[2]?.[2]?.n).toBe(1)
    expect(after.since_move.epochs[2]?.[2]?.n).toBe(2)
  })

  test('keeps the ids of increments for one hour', async () => {
    const { name, store } = storeAt(server)
    await store.add(oneOutcome(), 'some-id')
    const left = Number((await server.command('TTL', `{${name}}:added:some-id`)).slice(1))
    expect(left).toBeGreaterThan(3_590)
    expect(left).toBeLessThanOrEqual(3_600)
  })

  test('sends scripts again if the server dropped them', async () => {
    const { store } = storeAt(server)
    await store.add(oneOutcome(), 'a')
    await server.command('SCRIPT', 'FLUSH')
    expect(count(await store.add(oneOutcome(), 'b'))).toBe(2)
  })

  test('uses a client of the application and leaves it open', async () => {
    const client = createClient({ url: server.url })
    client.on('error', () => {})
    await client.connect()
    onTestFinished(() => client.destroy())
    const name = `test:${++names}`
    const store = redisStore(client, { name })
    expect(store.place).toBe(`${name} at the application's Redis client`)
    await store.add(oneOutcome(), 'a')
    await store.close()
    expect(await client.hGet(name, 'generation')).toBe('0')
    expect(count(await redisStore(server.url, { name }).load())).toBe(1)
  })

  describe('does not change a key without a valid state', () => {
    const move = JSON.stringify(aMove())
    const whole = ['schema_version', '2.0', 'boundary', '0.5', 'generation', '0', 'started_at', 'x', 'updated_at', 'x']

    test.for<[string, string[], RegExp]>([
      ['a string', ['SET', 'hello'], /the key does not contain a router state \(it is a string\)/],
      ['a list', ['RPUSH', 'hello'], /the key does not contain a router state \(it is a list\)/],
      [
        'another hash',
        ['HSET', 'hello', 'world'],
        /the key does not contain a router state \(it has no schema_version\)/,
      ],
      [
        'a newer state',
        ['HSET', 'schema_version', '3.0'],
        /the key does not contain a router state \(its schema_version is 3\.0\)/,
      ],
    ])('%s', async ([, [command = '', ...words], message]) => {
      const { name, store, shown } = storeAt(server)
      await server.command(command, name, ...words)
      const before = await server.command('DUMP', name)
      await expectRejections(store, message, shown)
      expect(await server.command('DUMP', name)).toBe(before)
      expect(await server.command('EXISTS', `{${name}}:added:a`)).toBe(':0\r\n')
    })

    test.for<[string, string[], RegExp]>([
      [
        'text for a count',
        ['buckets.treatment.sample_count', 'many'],
        /buckets\.treatment\.sample_count is not a number/,
      ],
      ['an infinite sum', ['since_move.buckets.treatment.quality_sum', 'inf'], /quality_sum is not a number/],
      ['text for a generation', ['generation', 'x'], /generation is not a number/],
      ['an incomplete cell', ['epoch.0.2', '1 2 3'], /epoch\.0\.2 is not a valid cell/],
    ])('a state with %s', async ([, words, message]) => {
      const { name, store } = storeAt(server)
      await server.command('HSET', name, ...whole, ...words)
      const before = await server.command('DUMP', name)
      await expect(store.load()).rejects.toThrow(StoreError)
      await expect(store.add(oneOutcome(), 'a')).rejects.toThrow(message)
      expect(await server.command('DUMP', name)).toBe(before)
    })

    test.for<[string, string[], RegExp]>([
      ['an unknown field', ['colour', 'red'], /unknown field "colour"/],
      ['a sum at the path of a group', ['buckets', '1'], /\/buckets|buckets/],
      ['a negative count', ['buckets.control.sample_count', '-1'], /\/buckets\/control\/sample_count must be >= 0/],
      [
        'a cell with an implausible count of conversations',
        ['epoch.0.2', '1 1e300 0 0 0 1 0 0 0 0 0'],
        /epoch\.0\.2\/conversations must be at most/,
      ],
      [
        'a cell with an implausible count of replies',
        ['epoch.0.1', '1 1 0 0 0 2e12 0 0 0 0 0'],
        /epoch\.0\.1\/main_model\/n must be at most/,
      ],
      ['a move that is not JSON', ['move.0', 'x'], /move\.0 is not JSON/],
      ['an invalid move', ['move.0', move.replace('policy', 'p')], /\/moves\/0/],
      ['a property of the prototype', ['__proto__.x', '1'], /unknown field "__proto__\.x"/],
    ])('a state with %s is rejected by load and by add', async ([, words, message]) => {
      const { name, store } = storeAt(server)
      await server.command('HSET', name, ...whole, ...words)
      await expect(store.load()).rejects.toThrow(message)
      await expect(store.add(oneOutcome(), 'a')).rejects.toThrow(message)
    })

    async function expectRejections(store: StateStore, expected: RegExp, shown: string): Promise<void> {
      const calls = [store.load(), store.add(oneOutcome(), 'a'), store.commit(aMove(), 0), store.reset()]
      for (const result of await Promise.allSettled(calls)) {
        const { message } = (result as PromiseRejectedResult).reason as Error
        expect(message).toMatch(expected)
        expect(message).toContain(`the router's state ${shown} cannot be`)
        expect(message).toMatch(/\n {2}give the state another name, or delete the key: redis-cli DEL 'test:\d+'$/)
      }
    }
  })

  test('rejects an invalid increment and saves concurrent valid ones', async () => {
    const { store } = storeAt(server)
    const invalid = { ...oneOutcome(), buckets: { treatment: { quality_sum: NaN } } } as Increment
    const epochs = { 7: { 2: { effect_squares: Number.MAX_VALUE } } }
    const most = { generation: 0, buckets: {}, since_move: { buckets: {}, epochs } }
    const valid = store.add(oneOutcome(), 'a')
    await expect(store.add(invalid, 'b')).rejects.toThrow(RangeError)
    await valid
    await store.add(most, 'c')
    await expect(store.add(most, 'd')).rejects.toThrow(/epoch\.7\.2 would no longer be a finite number/)
    const state = await store.add(oneOutcome(), 'd')
    expect([state.since_move.epochs[7]?.[2]?.effect_squares, count(state)]).toStrictEqual([Number.MAX_VALUE, 2])
  })

  test('rejects calls with a missing or wrong password', async () => {
    const locked = await ownServer({ password: 'open-sesame' })
    const missing = redisStore(`redis://127.0.0.1:${locked.port}`)
    const wrong = redisStore(`redis://:wrong-word@127.0.0.1:${locked.port}`)
    const right = redisStore(locked.url)
    expect((await promptError(() => missing.load())).message).toMatch(
      /NOAUTH.*\n {2}give user and password in the address/,
    )
    const error = await promptError(() => wrong.add(oneOutcome(), 'a'))
    expect(error.message).toMatch(/WRONGPASS.*\n {2}give user and password in the address/)
    expect(inspect(error, { depth: null })).not.toContain('wrong-word')
    expect(count(await right.add(oneOutcome(), 'a'))).toBe(1)
    await Promise.all([missing, wrong, right].map((store) => store.close()))
  })

  describe('a server that stops and starts', () => {
    test('rejects calls while it is down, and continues with its saved state', async () => {
      const server = await ownServer({ kept: true })
      const { store, shown, warnings } = storeAt(server)
      await store.add(oneOutcome(), 'a')
      await server.signal('SIGKILL')
      const down = await promptError(() => store.add(oneOutcome(), 'b'))
      expect(down.message).toContain(`the router's state ${shown} cannot be written: connect ECONNREFUSED`)
      expect((await promptError(() => store.load())).message).toContain('cannot be read')
      await server.start()
      expect(count(await store.add(oneOutcome(), 'b'))).toBe(2)
      expect(count(await store.load())).toBe(2)
      expect(warnings).toStrictEqual([])
    })

    test('reconnects if it restarted between two calls', async () => {
      const server = await ownServer({ kept: true })
      const { store, warnings } = storeAt(server)
      await store.add(oneOutcome(), 'a')
      await server.signal('SIGKILL')
      await server.start()
      expect(count(await store.add(oneOutcome(), 'b'))).toBe(2)
      expect(warnings).toStrictEqual([])
    })

    test('warns once that the state is gone if the server did not save it', async () => {
      const server = await ownServer()
      const { store, shown, warnings } = storeAt(server)
      await store.add(oneOutcome(), 'a')
      await store.commit(aMove(), 0)
      await server.signal('SIGKILL')
      await server.start()
      expect((await store.load()).boundary).toBe(0.5)
      const state = await store.add(oneOutcome(1), 'b')
      expect([state.generation, count(state), state.since_move.epochs]).toStrictEqual([0, 1, {}])
      expect(warnings).toStrictEqual([
        `aios: the router's state ${shown} is gone (deleted, or not kept over a restart): the boundary starts at 0.5`,
      ])
    })

    test('rejects calls while it is paused, and counts each increment once afterwards', async () => {
      const server = await ownServer()
      const { store, warnings } = storeAt(server)
      await store.add(oneOutcome(), 'a')
      await server.signal('SIGSTOP')
      const errors = await Promise.all(
        [store.add(oneOutcome(), 'b'), store.load(), store.add(oneOutcome(), 'c')].map((call) =>
          promptError(() => call),
        ),
      )
      for (const error of errors) expect(error.message).toMatch(/no answer within 1\.8 s/)
      await promptError(() => store.add(oneOutcome(), 'd'))
      await server.signal('SIGCONT')
      await Promise.all(['b', 'c', 'd'].map((id) => store.add(oneOutcome(), id)))
      expect(count(await store.load())).toBe(4)
      expect(warnings).toStrictEqual([])
    })
  })
})
