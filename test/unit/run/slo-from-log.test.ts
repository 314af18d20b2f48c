import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ResponseEvent } from '../../../schemas/generated/provenance.ts'
import { checkLog } from '../../../src/run/slo-check.ts'
import { sampleEvent } from '../../fixtures/sample-event.ts'
import { temporaryFolder } from '../../support/folder.ts'

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
