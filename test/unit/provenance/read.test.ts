import { appendFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { JudgementEvent, ResponseEvent } from '../../../schemas/generated/provenance.ts'
import { openProvenanceLog } from '../../../src/provenance/log.ts'
import type { LoggedEvent } from '../../../src/provenance/parse-line.ts'
import { readLog, type Skipped } from '../../../src/provenance/read.ts'
import { sampleEvent } from '../../fixtures/sample-event.ts'
import { temporaryFolder } from '../../support/folder.ts'

const NOTHING_SKIPPED: Skipped = {
  broken: 0,
  brokenAt: [],
  older: {},
  future: { count: 0, latest: null },
  unreadable: [],
}

async function all(dir: string, since?: Date) {
  const reading = readLog(dir, since === undefined ? {} : { since })
  const events: LoggedEvent[] = []
  for await (const event of reading.events) events.push(event)
  return { ids: events.map((event) => ('msg_id' in event ? event.msg_id : event.event_type)), skipped: reading.skipped }
}

describe('the log', () => {
  test('gives every event in the order in which they were written, rotated parts first', async () => {
    const folder = temporaryFolder()
    const log = openProvenanceLog(folder)
    for (const id of ['a', 'b']) log.append({ ...sampleEvent(), msg_id: id })
    log.close()
    renameSync(join(folder, 'provenance.ndjson'), join(folder, 'provenance.1.ndjson'))
    writeFileSync(
      join(folder, 'provenance.0.ndjson.gz'),
      gzipSync(`${JSON.stringify({ ...sampleEvent(), msg_id: 'oldest' })}\n`),
    )
    log.append({ ...sampleEvent(), msg_id: 'c' })
    log.close()
    expect(await all(folder)).toEqual({
      ids: ['oldest', 'a', 'b', 'c'],
      skipped: NOTHING_SKIPPED,
    })
  })

  test('goes on behind what is torn or damaged, and counts it', async () => {
    const folder = temporaryFolder()
    mkdirSync(folder, { recursive: true })
    const path = join(folder, 'provenance.ndjson')
    const line = (id: string) => `${JSON.stringify({ ...sampleEvent(), msg_id: id })}\n`
    writeFileSync(path, `${line('a')}{"schema_version":"2.0","ts":"2026-\n\0\0\nnull\n[]\n${line('b')}`)
    appendFileSync(
      path,
      '{"ts":"2025-01-01T00:00:00Z","conv_id":"c","question":"q","response":"r","trait":"t"}\n{"torn',
    )
    expect(await all(folder)).toEqual({
      ids: ['a', 'b', expect.stringMatching(/^[0-9a-f]{12}$/)],
      skipped: {
        ...NOTHING_SKIPPED,
        broken: 5,
        brokenAt: [
          { path, line: 2, isLast: false },
          { path, line: 3, isLast: false },
          { path, line: 4, isLast: false },
          { path, line: 5, isLast: false },
          { path, line: 8, isLast: true },
        ],
      },
    })
  })

  test('gives a reply the last verdict on it, wherever its judgements are written', async () => {
    const folder = temporaryFolder()
    const verdict = (msg_id: string, verdict: JudgementEvent['verdict'], why?: string): JudgementEvent => ({
      schema_version: '2.0',
      event_type: 'judgement',
      ts: '2026-11-24T10:00:00.000Z',
      run_id: 'run',
      msg_id,
      verdict,
      judged_by: 'a person',
      ...(why === undefined ? {} : { why }),
      version: '0.1.0',
    })
    const open = sampleEvent({ verdict: 'unjudged' })
    const log = openProvenanceLog(folder)
    log.append({ ...open, msg_id: 'failed' })
    log.append(sampleEvent({ msg_id: 'withdrawn', verdict: 'fail', why: 'too long' }))
    log.append({ ...open, msg_id: 'open' })
    log.append(verdict('failed', 'pass'))
    log.append(verdict('early', 'fail', 'written before its reply'))
    log.close()
    renameSync(join(folder, 'provenance.ndjson'), join(folder, 'provenance.1.ndjson'))
    log.append({ ...open, msg_id: 'early' })
    log.append(verdict('failed', 'fail', 'names another town'))
    log.append(verdict('withdrawn', 'unjudged'))
    log.append(verdict('nothing in this log', 'fail'))
    log.close()
    const found: unknown[] = []
    for await (const event of readLog(folder).events)
      if (event.event_type === 'response' && event.verdict !== 'unmeasured')
        found.push([event.msg_id, event.verdict, event.why])
    expect(found).toEqual([
      ['failed', 'fail', 'names another town'],
      ['withdrawn', 'unjudged', undefined],
      ['open', 'unjudged', undefined],
      ['early', 'fail', 'written before its reply'],
    ])
  })

  test('is read from a time on', async () => {
    const folder = temporaryFolder()
    const log = openProvenanceLog(folder)
    log.append({ ...sampleEvent(), msg_id: 'before', ts: '2026-01-01T00:00:00.000Z' })
    log.append({ ...sampleEvent(), msg_id: 'then', ts: '2026-01-02T00:00:00.000Z' })
    log.close()
    expect((await all(folder, new Date('2026-01-02T00:00:00Z'))).ids).toEqual(['then'])
  })

  test('takes the last of several judgements by its time, whatever the order of the files', async () => {
    const folder = temporaryFolder()
    const judgement = (ts: string, verdict: JudgementEvent['verdict'], judged_by: string): JudgementEvent => ({
      schema_version: '2.0',
      event_type: 'judgement',
      ts,
      run_id: 'run',
      msg_id: 'message',
      verdict,
      judged_by,
      version: '0.1.0',
    })
    const files = {
      'a-later.ndjson': [judgement('2026-11-24T12:00:00.000Z', 'fail', 'the last one')],
      // 11:30 in UTC, although its text sorts last.
      'b-earlier.ndjson': [judgement('2026-11-24T13:30:00.000+02:00', 'pass', 'an earlier one')],
      'c-reply.ndjson': [sampleEvent({ verdict: 'unjudged' })],
      'd-wrong-clock.ndjson': [judgement('2999-01-01T00:00:00.000Z', 'pass', 'a wrong clock')],
    }
    for (const [name, events] of Object.entries(files))
      writeFileSync(join(folder, name), events.map((event) => `${JSON.stringify(event)}\n`).join(''))
    const names = Object.keys(files).map((name) => join(folder, name))
    const judgedBy = async (paths: string[]) => {
      for await (const event of readLog(paths).events) if (event.event_type === 'response') return event
    }
    for (const order of [names, names.toReversed()])
      expect(await judgedBy(order)).toMatchObject({ verdict: 'fail', judged_by: 'the last one' })
    writeFileSync(
      join(folder, 'a-later.ndjson'),
      [judgement('2026-11-24T11:30:00.000Z', 'fail', 'at the same time, and later in the files')]
        .map((event) => `${JSON.stringify(event)}\n`)
        .join(''),
    )
    expect(await judgedBy([...names.slice(1), ...names.slice(0, 1)])).toMatchObject({ verdict: 'fail' })
    expect(await judgedBy(names)).toMatchObject({ verdict: 'pass' })
  })

  test('is read from a time on with the earlier attempts at goldens that were tried again since', async () => {
    const folder = temporaryFolder()
    const attempt = (msg_id: string, minute: number, facts: Partial<ResponseEvent> = {}) =>
      sampleEvent({
        msg_id,
        ts: `2026-01-02T00:${String(minute).padStart(2, '0')}:00.000Z`,
        golden: { set: 's', id: 'g', trait: 't', fingerprint: 'f' },
        ...facts,
      })
    const log = openProvenanceLog(folder)
    log.append(attempt('another run', 10, { run_id: 'earlier' }))
    log.append(attempt('another repeat', 20, { repeat: 1 }))
    log.append(attempt('no golden', 21, { golden: undefined } as unknown as Partial<ResponseEvent>))
    log.append(attempt('first', 22, { verdict: 'fail' }))
    log.append(attempt('second', 40, { retry: 1 }))
    log.close()
    expect((await all(folder, new Date('2026-01-02T00:30:00Z'))).ids).toEqual(['first', 'second'])
    expect((await all(folder, new Date('2026-01-02T00:41:00Z'))).ids).toEqual([])
  })

  test('is read from a time on without events dated after now, which are counted', async () => {
    const folder = temporaryFolder()
    const at = (msg_id: string, minutes: number) => ({
      ...sampleEvent({ msg_id }),
      ts: new Date(Date.now() + minutes * 60_000).toISOString(),
    })
    const log = openProvenanceLog(folder)
    log.append(at('of a clock that is a bit ahead', 2))
    const far = at('far', 90)
    for (const event of [at('near', 9), far, at('nearer', 8)]) log.append(event)
    log.close()
    const { ids, skipped } = await all(folder, new Date(Date.now() - 60_000))
    expect(ids).toEqual(['of a clock that is a bit ahead'])
    expect(skipped).toEqual({ ...NOTHING_SKIPPED, future: { count: 3, latest: far.ts } })
    expect((await all(folder)).ids).toHaveLength(4)
  })

  test('may begin with a byte order mark and end as on Windows', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'provenance.ndjson'), `\ufeff${lineOf('a').replace('\n', '\r\n')}${lineOf('b')}`)
    expect(await all(folder)).toEqual({ ids: ['a', 'b'], skipped: NOTHING_SKIPPED })
  })

  test('that is not there has no events', async () => {
    const folder = temporaryFolder()
    const reading = readLog(join(folder, 'nowhere'))
    expect(reading.files).toEqual([])
    expect((await all(join(folder, 'nowhere'))).ids).toEqual([])
  })
})

const lineOf = (id: string) => `${JSON.stringify({ ...sampleEvent(), msg_id: id })}\n`

describe('damage never ends a reading', () => {
  test('an archive that was cut gives what it still holds', async () => {
    const folder = temporaryFolder()
    const whole = gzipSync(Array.from({ length: 2_000 }, (_, index) => lineOf(`z${index * 7919}`)).join(''))
    const cut = join(folder, 'provenance.0.ndjson.gz')
    writeFileSync(cut, whole.subarray(0, whole.length / 2))
    writeFileSync(join(folder, 'provenance.ndjson'), lineOf('now'))
    const { ids, skipped } = await all(folder)
    expect(ids.length).toBeGreaterThan(100)
    expect(ids.at(-1)).toBe('now')
    expect(skipped.unreadable).toEqual([{ path: cut, reason: 'unexpected end of file' }])
  })

  test('an invalid archive, and a folder with the name of a log', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'provenance.0.ndjson.gz'), 'plain text')
    mkdirSync(join(folder, 'provenance.1.ndjson'))
    writeFileSync(join(folder, 'provenance.ndjson'), lineOf('now'))
    const { ids, skipped } = await all(folder)
    expect(ids).toEqual(['now'])
    expect(skipped.unreadable.map(({ reason }) => reason)).toEqual([
      'it is a folder, not a file',
      'incorrect header check',
    ])
  })

  test('a part that goes away meanwhile was rotated', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'provenance.0.ndjson'), lineOf('gone'))
    writeFileSync(join(folder, 'provenance.ndjson'), lineOf('now'))
    const reading = readLog(folder)
    rmSync(join(folder, 'provenance.0.ndjson'))
    const events: LoggedEvent[] = []
    for await (const event of reading.events) events.push(event)
    expect(events).toMatchObject([{ msg_id: 'now' }])
    expect(reading.skipped).toEqual(NOTHING_SKIPPED)
  })

  test('counts an invalid time as damage', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'provenance.ndjson'), JSON.stringify({ ...sampleEvent(), ts: 'today' }))
    expect(await all(folder)).toMatchObject({ ids: [], skipped: { broken: 1 } })
  })
})
