import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ResponseEvent } from '../../../../schemas/generated/provenance.ts'
import { checkLog } from '../../../../src/artifacts/slo/check.ts'
import { sampleEvent } from '../../../fixtures/sample-event.ts'
import { temporaryFolder } from '../../../support/folder.ts'

const START = new Date('2026-01-01T00:00:00Z')

function asked(run_id: string, set: string, facts: Partial<ResponseEvent> = {}): ResponseEvent {
  const golden = { set, id: 'only', trait: 'fact', fingerprint: 'print' }
  return sampleEvent({ run_id, msg_id: `${run_id} ${set}`, golden, ...facts })
}

const check = (events: readonly ResponseEvent[]) => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'provenance.ndjson'), events.map((event) => `${JSON.stringify(event)}\n`).join(''))
  return checkLog(folder, { overrides: { errorRate: 0 }, usual: {} }, START)
}

test.each(['', ' \n', '\u200b'])(
  'replies %j of a source that is silent over all sets of a run are errors',
  async (reply) => {
    const silent = { reply, verdict: 'fail' } as const
    expect(await check([asked('one', 'a', silent), asked('one', 'b', silent)])).toMatchObject({
      sets: [
        { set: 'a', verdict: 'fail', objectives: [{ value: 1 }] },
        { set: 'b', verdict: 'fail', objectives: [{ value: 1 }] },
      ],
    })
  },
)

test('what was asked in other runs does not make a source silent', async () => {
  const silent = { reply: '', verdict: 'fail' } as const
  const events = [asked('one', 'a', silent), asked('one', 'b'), asked('two', 'a', silent)]
  expect(await check(events)).toMatchObject({
    sets: [
      { set: 'a', objectives: [{ value: 0 }] },
      { set: 'b', objectives: [{ value: 0 }] },
    ],
  })
})

test('notes name damaged lines with their places, and events dated after now', async () => {
  const folder = temporaryFolder()
  const path = join(folder, 'provenance.ndjson')
  const good = JSON.stringify(asked('one', 'a'))
  const late = JSON.stringify(asked('two', 'a', { ts: '2999-05-06T07:08:09.000Z', verdict: 'fail' }))
  writeFileSync(path, [good, good.slice(0, 40), good.slice(9), late, good, '{"schema'].join('\n'))
  const result = await checkLog(folder, { overrides: { passRate: 1 }, usual: {} }, START)
  expect(result).toMatchObject({
    sets: [{ verdict: 'pass' }],
    notes: [
      `left out: 3 damaged lines: ${path}:2, ${path}:3, ${path}:6 (the last line, cut by a kill)`,
      'left out: 1 event dated after now, up to 2999-05-06T07:08:09.000Z: a clock was wrong',
    ],
  })
})

test('names five places of damaged lines, and counts the others', async () => {
  const folder = temporaryFolder()
  const path = join(folder, 'provenance.ndjson')
  writeFileSync(path, `${Array(7).fill('torn').join('\n')}\n${JSON.stringify(asked('one', 'a'))}\n`)
  const places = [1, 2, 3, 4, 5].map((line) => `${path}:${line}`).join(', ')
  expect(await checkLog(folder, { overrides: { passRate: 1 }, usual: {} }, START)).toMatchObject({
    notes: [`left out: 7 damaged lines: ${places}, 2 more`],
  })
})

test('a repeat that began before the window counts its first attempt', async () => {
  const failed = asked('one', 'a', { msg_id: 'first', ts: '2025-12-31T23:59:00.000Z', verdict: 'fail' })
  const passed = asked('one', 'a', { msg_id: 'second', ts: '2026-01-01T00:01:00.000Z', retry: 1 })
  const folder = temporaryFolder()
  writeFileSync(
    join(folder, 'provenance.ndjson'),
    [failed, passed].map((event) => `${JSON.stringify(event)}\n`).join(''),
  )
  expect(await checkLog(folder, { overrides: { passRate: 1 }, usual: {} }, START)).toMatchObject({
    sets: [{ verdict: 'fail', objectives: [{ value: 0 }] }],
  })
})

test('the boundary is the last one by time, whatever the order of the files', async () => {
  const folder = temporaryFolder()
  const boundary = (ts: string, value: number) => {
    const event = asked('one', 'a', { ts })
    return `${JSON.stringify({ ...event, route: { ...event.route, boundary: value } })}\n`
  }
  writeFileSync(join(folder, 'a.ndjson'), boundary('2026-01-03T00:00:00.000Z', 0.5))
  writeFileSync(join(folder, 'b.ndjson'), boundary('2026-01-02T00:00:00.000Z', 0.8))
  const logs = ['a.ndjson', 'b.ndjson'].map((name) => join(folder, name))
  expect(await checkLog(folder, { overrides: { boundaryDrift: 0.1 }, usual: {} }, START, logs)).toMatchObject({
    sets: [{ verdict: 'pass', objectives: [{ value: 0 }] }],
  })
})

test.each(['first', 'last'] as const)(
  'an error that a retry repaired is an error, counting the %s attempt',
  async (which) => {
    const counted = which === 'last' ? { counted_attempt: 'last' as const } : {}
    const {
      reply: _,
      finish: __,
      timings: ___,
      tokens: ____,
      ...rest
    } = asked('one', 'a', { msg_id: 'lost', ...counted })
    const failure = { cause: 'stream_cut', evidence: 'the stream ended', remedy: 'Run again.' }
    const lost = { ...rest, model: { asked: 'small' }, verdict: 'unmeasured', failure }
    const repaired = asked('one', 'a', { msg_id: 'repaired', retry: 1, ...counted })
    const folder = temporaryFolder()
    writeFileSync(
      join(folder, 'provenance.ndjson'),
      [lost, repaired].map((event) => `${JSON.stringify(event)}\n`).join(''),
    )
    const overrides = { passRate: 1, errorRate: 0.1 }
    expect(await checkLog(folder, { overrides, usual: {} }, START)).toMatchObject({
      sets: [
        {
          verdict: 'fail',
          objectives: [
            { value: 1, met: true },
            { objective: 'errorRate', value: 0.5, n: 2 },
          ],
        },
      ],
      notes: [],
    })
  },
)
