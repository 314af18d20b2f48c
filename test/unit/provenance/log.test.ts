import { existsSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import validate from '../../../schemas/generated/provenance.validate.js'
import { openProvenanceLog } from '../../../src/provenance/log.ts'
import { ProvenanceError } from '../../../src/provenance/provenance-error.ts'
import { sampleEvent } from '../../fixtures/sample-event.ts'
import { temporaryFolder } from '../../support/folder.ts'

const logIn = (dir: string) => join(dir, 'provenance.ndjson')

function linesOf(path: string): unknown[] {
  const lines = readFileSync(path, 'utf8').split('\n')
  expect(lines.pop()).toBe('')
  return lines.map((line): unknown => JSON.parse(line))
}

test('nothing comes into being before the first event', () => {
  const dir = join(temporaryFolder(), '.aios')
  const log = openProvenanceLog(dir)
  log.close()
  expect(existsSync(dir)).toBe(false)
  expect(log).toMatchObject({ path: logIn(dir), error: null, tornBytes: 0 })
})

test('every event is on disk when append returns, also across several logs', () => {
  const dir = join(temporaryFolder(), '.aios')
  const first = openProvenanceLog(dir)
  first.append(sampleEvent({ msg_id: '1' }))
  expect(linesOf(logIn(dir))).toStrictEqual([sampleEvent({ msg_id: '1' })])
  first.close()
  first.append(sampleEvent({ msg_id: '2' }))
  openProvenanceLog(dir).append(sampleEvent({ msg_id: '3' }))
  first.close()
  expect(linesOf(logIn(dir))).toMatchObject([{ msg_id: '1' }, { msg_id: '2' }, { msg_id: '3' }])
  expect(linesOf(logIn(dir)).every((event) => validate(event))).toBe(true)
})

describe('hostile texts are one valid line, and come back exactly', () => {
  test.for<[string, string]>([
    ['lone surrogates', 'a\ud800b\udc00'],
    ['NUL and line ends', 'a\0b\r\nc'],
    ['separators that some readers split at', 'a\u2028b\u2029c\u0085d'],
    ['terminal controls', '\u001b[2J\u009b31m\u007f'],
    ['20 MB', '\u0000x'.repeat(10_000_000)],
    ['20 MB of another kind', '😀'.repeat(5_000_000)],
  ])('%s', ([, reply]) => {
    const dir = temporaryFolder()
    const log = openProvenanceLog(dir)
    log.append(sampleEvent({ reply }))
    log.append(sampleEvent())
    log.close()
    const text = readFileSync(logIn(dir), 'utf8')
    expect(log.error).toBeNull()
    expect(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]/.test(text)).toBe(false)
    const lines = text.split('\n')
    expect(lines).toHaveLength(3)
    expect((JSON.parse(lines[0] ?? '') as { reply: string }).reply === reply).toBe(true)
  })
})

describe('a last line without its end', () => {
  const whole = `${JSON.stringify(sampleEvent())}\n`

  test.for<[string, string | Buffer, number]>([
    ['torn', `${whole}{"schema_version":"2.0","event`, 30],
    ['torn, and the only one', '{"schema', 8],
    ['torn in a character', Buffer.concat([Buffer.from(`${whole}{"reply":"`), Buffer.from('€').subarray(0, 2)]), 12],
    ['torn, and longer than a block', `${whole}{"reply":"${'x'.repeat(200_000)}`, 200_010],
    ['complete but for the line break', `${whole}{"a":1}`, 0],
  ])('%s: it is ended, kept, and its bytes are counted', ([, content, tornBytes]) => {
    const dir = temporaryFolder()
    writeFileSync(logIn(dir), content)
    const log = openProvenanceLog(dir)
    log.append(sampleEvent({ msg_id: 'next' }))
    log.append(sampleEvent({ msg_id: 'after' }))
    log.close()
    const bytes = readFileSync(logIn(dir))
    expect(log.tornBytes).toBe(tornBytes)
    const before = Buffer.from(content)
    expect(bytes.subarray(0, before.length).equals(before)).toBe(true)
    const [repaired, next, after, end] = bytes.subarray(before.length).toString().split('\n')
    expect([repaired, end]).toStrictEqual(['', ''])
    expect([next, after].map((line): unknown => JSON.parse(line ?? ''))).toMatchObject([
      { msg_id: 'next' },
      { msg_id: 'after' },
    ])
  })

  test('a log that ends as it should is left alone', () => {
    const dir = join(temporaryFolder(), '.aios')
    mkdirSync(dir)
    writeFileSync(logIn(dir), whole)
    const log = openProvenanceLog(dir)
    log.append(sampleEvent())
    log.close()
    expect(log.tornBytes).toBe(0)
    expect(readFileSync(logIn(dir), 'utf8')).toBe(whole + whole)
  })
})

test('a log that was renamed away is left within 64 lines, and none is lost', () => {
  const dir = join(temporaryFolder(), '.aios')
  const log = openProvenanceLog(dir)
  const append = (from: number, to: number) => {
    for (let index = from; index < to; index += 1) log.append(sampleEvent({ msg_id: String(index) }))
  }
  append(0, 100)
  const rotated = join(dir, 'provenance.1.ndjson')
  renameSync(logIn(dir), rotated)
  append(100, 300)
  log.close()
  const [old, now] = [linesOf(rotated), linesOf(logIn(dir))]
  expect(old.length).toBeLessThanOrEqual(164)
  expect([...old, ...now].map((event) => Number((event as { msg_id: string }).msg_id))).toStrictEqual([
    ...Array(300).keys(),
  ])
})

describe('a log that cannot be written tells once, and then is silent', () => {
  test('a folder is in its place', () => {
    const dir = join(temporaryFolder(), '.aios')
    mkdirSync(logIn(dir), { recursive: true })
    const log = openProvenanceLog(dir)
    log.append(sampleEvent())
    const { error } = log
    log.append(sampleEvent())
    expect(error).toBeInstanceOf(ProvenanceError)
    expect(log.error).toBe(error)
    expect(error?.message).toBe(
      `aios: cannot write the provenance log ${logIn(dir)}: a folder is in its place (EISDIR)\n` +
        '  move that folder away, or set AIOS_DIR to a folder that can be written',
    )
  })

  test.for(['.', 'deeper'])('a file is where its folder should be: %s', (below) => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'file'), 'kept')
    const log = openProvenanceLog(join(folder, 'file', below))
    log.append(sampleEvent())
    expect(log.error).toMatchObject({
      reason: expect.stringMatching(/^a file is where its folder should be \((ENOTDIR|EEXIST)\)$/),
    })
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('kept')
  })

  test.skipIf(!existsSync('/dev/full'))('the disk is full', () => {
    const dir = join(temporaryFolder(), '.aios')
    mkdirSync(dir)
    symlinkSync('/dev/full', logIn(dir))
    const log = openProvenanceLog(dir)
    log.append(sampleEvent())
    log.append(sampleEvent())
    log.close()
    expect(log.error).toMatchObject({ path: logIn(dir), reason: 'no space is left (ENOSPC)' })
    expect(log.error?.remedy).toBe('free some space, or set AIOS_DIR to a folder that can be written')
  })
})
