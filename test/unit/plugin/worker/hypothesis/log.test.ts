import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readObservations } from '../../../../../plugin/worker/hypothesis/log.ts'
import type { ResponseEvent } from '../../../../../schemas/generated/provenance.ts'
import { sampleEvent } from '../../../../fixtures/sample-event.ts'
import { temporaryFolder } from '../../../../support/folder.ts'

const golden = { set: 's', id: 'g', trait: 't', fingerprint: 'f' }

function attempt(retry: number, facts: Partial<ResponseEvent> = {}): ResponseEvent {
  return sampleEvent({ golden, retry, msg_id: `m${retry}`, verdict: retry === 0 ? 'fail' : 'pass', ...facts })
}

function unmeasured(retry: number) {
  const { reply: _, finish: __, timings: ___, tokens: ____, ...rest } = attempt(retry)
  const failure = { cause: 'stream_cut', evidence: 'the stream ended', remedy: 'Run again.' }
  return { ...rest, model: { asked: 'small' }, verdict: 'unmeasured', failure }
}

async function read(events: readonly object[], source?: 'embedder' | 'main_model') {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'provenance.ndjson'), events.map((event) => `${JSON.stringify(event)}\n`).join(''))
  const { observations, unmeasured } = await readObservations(folder, { from: 'log', ...(source && { source }) })
  return { passed: observations.map(({ passed }) => passed), unmeasured }
}

test.each<[string, object[], (boolean | null)[], string[]]>([
  ['the first', [attempt(0), attempt(1)], [false], []],
  ['the first with a reply', [unmeasured(0), attempt(1), attempt(2, { verdict: 'fail' })], [true], []],
  [
    'the last, where the suite says so',
    [attempt(0, { counted_attempt: 'last' }), attempt(1, { counted_attempt: 'last' })],
    [true],
    [],
  ],
  ['none, where none got a reply', [unmeasured(0), unmeasured(1)], [], ['s: g']],
  ['of each repeat one', [attempt(0), attempt(1), attempt(0, { repeat: 1, verdict: 'pass' })], [false, true], []],
  ['of each run one', [attempt(0), attempt(1, { run_id: 'another' })], [false, true], []],
  ['all that it asked', [attempt(0), attempt(0, { verdict: 'pass' }), attempt(1)], [false, true], []],
])('of the attempts at a golden counts %s', async (_name, events, passed, lost) => {
  expect(await read(events)).toEqual({ passed, unmeasured: lost })
})

test('counts the same attempt for every source', async () => {
  const events = [attempt(0, { source: 'main_model' }), attempt(1)]
  expect(await read(events, 'embedder')).toEqual({ passed: [], unmeasured: [] })
  expect(await read(events, 'main_model')).toEqual({ passed: [false], unmeasured: [] })
})
