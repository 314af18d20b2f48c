import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { DEFAULTS } from '../../../schemas/generated/options.defaults.ts'
import { openProvenanceLog } from '../../../src/provenance/log.ts'
import { readLog } from '../../../src/provenance/read.ts'
import { isRotationDue, rotateLog } from '../../../src/provenance/rotation.ts'
import { sampleEvent } from '../../fixtures/sample-event.ts'
import { temporaryFolder } from '../../support/folder.ts'

const LIMITS = { ...DEFAULTS.LogOptions, daily: false, maxMb: 0.001 }
const logIn = (dir: string) => join(dir, 'provenance.ndjson')
const parts = (dir: string) => readdirSync(dir).filter((name) => name !== 'provenance.ndjson')

function append(dir: string, ...ids: string[]): void {
  const log = openProvenanceLog(dir)
  for (const msg_id of ids) log.append(sampleEvent({ msg_id, ts: new Date().toISOString() }))
  log.close()
}

async function idsIn(dir: string): Promise<string[]> {
  const ids: string[] = []
  for await (const event of readLog(dir).events) if ('msg_id' in event) ids.push(event.msg_id)
  return ids
}

describe('a log is due', () => {
  test('from its largest size', () => {
    const dir = temporaryFolder()
    expect(isRotationDue(dir, LIMITS)).toBe(false)
    append(dir, 'a')
    const { size } = statSync(logIn(dir))
    expect(isRotationDue(dir, { ...LIMITS, maxMb: size / 1e6 })).toBe(true)
    expect(isRotationDue(dir, { ...LIMITS, maxMb: (size + 1) / 1e6 })).toBe(false)
  })

  test('when its first event is of an earlier day, unless `daily` is off', () => {
    const dir = temporaryFolder()
    const yesterday = new Date(Date.now() - 86_400_000).toISOString()
    writeFileSync(logIn(dir), `${JSON.stringify(sampleEvent({ ts: yesterday }))}\n`)
    expect(isRotationDue(dir, { ...DEFAULTS.LogOptions })).toBe(true)
    expect(isRotationDue(dir, { ...DEFAULTS.LogOptions, daily: false })).toBe(false)
    writeFileSync(logIn(dir), `${JSON.stringify(sampleEvent({ ts: new Date().toISOString() }))}\n`)
    expect(isRotationDue(dir, { ...DEFAULTS.LogOptions })).toBe(false)
    writeFileSync(logIn(dir), '{"torn')
    expect(isRotationDue(dir, { ...DEFAULTS.LogOptions })).toBe(false)
  })
})

test('rotates, compresses settled parts, and keeps every event in order', async () => {
  const dir = temporaryFolder()
  append(dir, 'a', 'b')
  const first = await rotateLog(dir, LIMITS, { force: true, settledAfterMs: 0 })
  expect(first).toMatchObject({ rotated: expect.stringMatching(/provenance\.\d{8}T\d{9}Z\.ndjson$/), compressed: [] })
  expect(existsSync(logIn(dir))).toBe(false)
  append(dir, 'c')
  const second = await rotateLog(dir, LIMITS, { force: true, settledAfterMs: 0 })
  expect(second.compressed).toStrictEqual([`${first.rotated}.gz`])
  expect(
    gunzipSync(readFileSync(`${first.rotated}.gz`))
      .toString()
      .split('\n'),
  ).toHaveLength(3)
  append(dir, 'd')
  expect(await idsIn(dir)).toStrictEqual(['a', 'b', 'c', 'd'])
})

test('leaves a part alone that another process may still write to', async () => {
  const dir = temporaryFolder()
  append(dir, 'a')
  const { rotated } = await rotateLog(dir, LIMITS, { force: true })
  expect(await rotateLog(dir, LIMITS)).toStrictEqual({ rotated: null, compressed: [], deleted: [] })
  const old = Date.now() / 1_000 - 120
  utimesSync(rotated ?? '', old, old)
  expect((await rotateLog(dir, LIMITS)).compressed).toStrictEqual([`${rotated}.gz`])
})

test('reads a part once that stands beside its compressed copy, as a kill leaves it', async () => {
  const dir = temporaryFolder()
  append(dir, 'a')
  const { rotated } = await rotateLog(dir, LIMITS, { force: true, settledAfterMs: 0 })
  const copy = readFileSync(rotated ?? '')
  await rotateLog(dir, LIMITS, { settledAfterMs: 0 })
  writeFileSync(rotated ?? '', copy)
  expect(parts(dir)).toHaveLength(2)
  expect(await idsIn(dir)).toStrictEqual(['a'])
  await rotateLog(dir, LIMITS, { settledAfterMs: 0 })
  expect(parts(dir)).toStrictEqual([`${basename(rotated ?? '')}.gz`])
})

test('deletes the oldest parts beyond `keep`, and nothing with another name', async () => {
  const dir = temporaryFolder()
  const foreign = ['provenance.1.ndjson', 'provenance.old.ndjson.gz', 'notes.txt']
  for (const name of foreign) writeFileSync(join(dir, name), '')
  for (const id of ['a', 'b', 'c', 'd']) {
    append(dir, id)
    await rotateLog(dir, { ...LIMITS, keep: 2 }, { force: true, settledAfterMs: 0 })
  }
  expect(parts(dir).filter((name) => !foreign.includes(name))).toHaveLength(2)
  expect(parts(dir)).toEqual(expect.arrayContaining(foreign))
  expect((await idsIn(dir)).sort()).toStrictEqual(['c', 'd'])
})

test('rotates neither an empty log nor a folder that is not there', async () => {
  const none = { rotated: null, compressed: [], deleted: [] }
  const dir = temporaryFolder()
  expect(await rotateLog(join(dir, 'missing'), LIMITS, { force: true })).toStrictEqual(none)
  expect(existsSync(join(dir, 'missing'))).toBe(false)
  mkdirSync(join(dir, 'empty'))
  writeFileSync(logIn(join(dir, 'empty')), '')
  expect(await rotateLog(join(dir, 'empty'), LIMITS, { force: true })).toStrictEqual(none)
})

test('lets a writer go on in the new log that has the old one open', async () => {
  const dir = temporaryFolder()
  const log = openProvenanceLog(dir)
  log.append(sampleEvent({ msg_id: 'a' }))
  await rotateLog(dir, LIMITS, { force: true, settledAfterMs: 0 })
  await rotateLog(dir, LIMITS, { settledAfterMs: 0 })
  log.append(sampleEvent({ msg_id: 'b' }))
  log.close()
  expect(await idsIn(dir)).toStrictEqual(['a', 'b'])
})

test.for(['a', 'c'])('neither misses nor repeats an event when the log is rotated while %s is read', async (last) => {
  const dir = temporaryFolder()
  append(dir, 'a')
  await rotateLog(dir, LIMITS, { force: true, settledAfterMs: 0 })
  append(dir, 'b', 'c')
  const ids: string[] = []
  for await (const event of readLog(dir).events) {
    if (!('msg_id' in event)) continue
    ids.push(event.msg_id)
    if (event.msg_id !== last) continue
    await rotateLog(dir, LIMITS, { force: true, settledAfterMs: 0 })
    append(dir, 'later')
    await rotateLog(dir, LIMITS, { force: true, settledAfterMs: 0 })
  }
  expect(ids.slice(0, 3)).toStrictEqual(['a', 'b', 'c'])
  expect(new Set(ids).size).toBe(ids.length)
  expect((await idsIn(dir)).sort()).toStrictEqual(['a', 'b', 'c', 'later'])
})
