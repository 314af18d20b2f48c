import { describe, expect, test } from 'vitest'
import { repositoryOf, updateIssue } from '../../../../src/cli/slo/github-issue.ts'
import { notifyWebhook } from '../../../../src/cli/slo/webhook.ts'
import { stateOf } from '../../../../src/artifacts/slo/state.ts'
import { temporaryFolder } from '../../../support/folder.ts'

const check = { kind: 'cannot_tell', reason: 'no run', next: 'run the goldens' } as const

describe('a notification that cannot be sent', () => {
  test('does not print the password of an address, however long the address is', async () => {
    const url = new URL(`http://user:hunter2hunter2@127.0.0.1:9/${'path/'.repeat(100)}`)
    const sent = notifyWebhook(check, { url, format: 'json', coolDownMs: 0 }, { dir: temporaryFolder(), project: 'p' })
    await expect(sent).rejects.toThrow(/^127\.0\.0\.1:9 cannot be notified: (?!.*(hunter2|path))/)
  })

  test('does not print a token that is not a valid header', async () => {
    const token = 'first-secret\nsecond-secret'
    const env = { GITHUB_REPOSITORY: 'owner/name', GITHUB_TOKEN: token }
    expect(() => repositoryOf(env)).toThrow(/^GITHUB_TOKEN must be one line(?!.*secret)/)
    const updated = updateIssue(check, { api: 'http://127.0.0.1:9', name: 'owner/name', token, run: null })
    await expect(updated).rejects.toThrow(/^GitHub cannot be reached: (?!.*secret)/)
  })
})

test('the state of no set cannot be told', () => {
  expect(stateOf({ kind: 'judged', from: 'a report', sets: [], notes: [] })).toBe('cannot_tell')
})
