import { connect } from 'node:net'
import { once } from 'node:events'
import { test as base, expect } from 'vitest'
import { BrokerClient } from '../../../plugin/worker/broker-client.ts'
import { Broker } from '../../../plugin/main/broker.ts'

const test = base.extend('broker', async ({}, { onCleanup }) => {
  const broker = await Broker.listen({
    open: (session) => (session === 1 ? Promise.reject(new Error('no server')) : Promise.resolve({ session })),
    onGoldenSet: () => {},
    slots: () => 1,
  })
  onCleanup(() => broker.close())
  return broker
})

test('answers requests, and returns the reason of a failure', async ({ broker }) => {
  const client = await BrokerClient.connect(broker.address)
  await expect(client.open(0)).resolves.toEqual({ session: 0 })
  await expect(client.open(1)).rejects.toThrow('no server')
})

test('a worker that dies gives its slot back', async ({ broker }) => {
  const dying = connect(broker.address.port, '127.0.0.1')
  await once(dying, 'connect')
  dying.write(
    `${JSON.stringify({ op: 'hello', token: broker.address.token })}\n${JSON.stringify({ op: 'acquire', id: 1, baseUrl: 'u', model: 'a' })}\n`,
  )
  await once(dying, 'data')
  const client = await BrokerClient.connect(broker.address)
  const waiting = client.acquire('u', 'b')
  dying.destroy()
  await expect(waiting).resolves.toMatchObject({ previous: 'a' })
})

test('a worker that is alone keeps its slot, and hands it over when another one asks', async ({ broker }) => {
  const first = await BrokerClient.connect(broker.address)
  for (const [model, previous] of [
    ['a', null],
    ['b', 'a'],
    ['c', 'b'],
  ] as const) {
    const slot = await first.acquire('u', model)
    expect(slot.previous).toBe(previous)
    slot.release()
  }
  const second = await BrokerClient.connect(broker.address)
  const slot = await second.acquire('u', 'd')
  expect(slot.previous).toBe('c')
  const waiting = first.acquire('u', 'e')
  slot.release()
  await expect(waiting).resolves.toMatchObject({ previous: 'd' })
})

test('a worker that is alone gives its slot to its own next request', async ({ broker }) => {
  const client = await BrokerClient.connect(broker.address)
  const slot = await client.acquire('u', 'a')
  const waiting = [client.acquire('u', 'b'), client.acquire('u', 'c')]
  slot.release()
  const next = await waiting[0]
  expect(next?.previous).toBe('a')
  next?.release()
  await expect(waiting[1]).resolves.toMatchObject({ previous: 'b' })
})

test('a worker that closes gives back what it kept', async ({ broker }) => {
  const first = await BrokerClient.connect(broker.address)
  ;(await first.acquire('u', 'a')).release()
  first.close()
  const second = await BrokerClient.connect(broker.address)
  await expect(second.acquire('u', 'b')).resolves.toMatchObject({ previous: 'a' })
})

test('slots are for one server each', async ({ broker }) => {
  const client = await BrokerClient.connect(broker.address)
  await client.acquire('one', 'a')
  await expect(client.acquire('two', 'a')).resolves.toMatchObject({ previous: null })
})

test('does not answer a client without the token', async ({ broker }) => {
  const stranger = connect(broker.address.port, '127.0.0.1')
  await once(stranger, 'connect')
  stranger.write(
    `${JSON.stringify({ op: 'hello', token: 'guess' })}\n${JSON.stringify({ op: 'open', id: 1, testFile: 'a.ts' })}\n`,
  )
  let heard = ''
  stranger.on('data', (data) => (heard += data.toString()))
  await once(stranger, 'close')
  expect(heard).toBe('')
})

test('fails requests after the main process is lost', async ({ broker }) => {
  const client = await BrokerClient.connect(broker.address)
  await client.acquire('u', 'a')
  const waiting = client.acquire('u', 'a')
  broker.close()
  await expect(waiting).rejects.toThrow('lost the connection to the main process')
})
