import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lineOf } from '../../../../src/provenance/event-line.ts'
import { surveyLogs } from '../../../../src/provenance/forget/survey.ts'
import { subjectOf } from '../../../../src/provenance/subject.ts'
import { sampleEvent } from '../../../fixtures/sample-event.ts'
import { temporaryFolder } from '../../../support/folder.ts'

const route = { weight: 0.4, parts: { base: 0.4 }, bucket: 'control', boundary: 0.5, propensity: 1 } as const

/** The short event of a golden, which does not have the id of its conversation. */
function replyTo(set: string, id: string): string {
  const golden = { set, id, trait: 't', fingerprint: 'f' }
  const event = sampleEvent({
    golden,
    conv_id: `golden:${set}:${id}`,
    msg_id: `${id} of ${set}`,
    question: `What does ${id} of ${set} ask?`,
    route,
    judged_by: 'test',
  })
  const line = lineOf(event)
  expect(line).not.toContain('conv_id')
  return line
}

test('the conversation of a golden is found in its short events, whole and torn', async () => {
  const path = join(temporaryFolder(), 'provenance.ndjson')
  const lines = [
    replyTo('a: b', 'g1'),
    replyTo('a: b', 'g10'),
    replyTo('a', ' b:g1'),
    replyTo('b', 'g1'),
    replyTo('a: b', 'g1').slice(0, 250),
    replyTo('b', 'g1').slice(0, 250),
  ]
  writeFileSync(path, `${lines.join('\n')}\n`)
  const { replies, files } = await surveyLogs([path], subjectOf('golden:a: b:g1', null))
  // The two goldens share a conversation id.
  expect(replies.events).toBe(2)
  expect(files.get(path)).toBe(3)
})
