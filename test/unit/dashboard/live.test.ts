import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { liveMessages, SourceWatch } from '../../../src/dashboard/server/live.ts'
import { resolveSettings } from '../../../src/settings/resolve.ts'
import { temporaryFolder } from '../../support/folder.ts'

test('a page that was still busy with a message hears at once of a change that came meanwhile', async () => {
  const root = temporaryFolder()
  const settings = resolveSettings({}, { root, env: { AIOS_DIR: root } })
  const closing = new AbortController()
  onTestFinished(() => closing.abort())
  const sources = { settings, log: root, startedAt: 0 }
  const watch = new SourceWatch(sources, closing.signal)
  const open = () => liveMessages(sources, { watch, signal: closing.signal })
  const [quick, busy] = [open(), open()]
  for (const stream of [quick, busy]) expect((await stream.next()).value).toMatchObject({ type: 'hello' })

  const changed = quick.next()
  writeFileSync(join(root, 'provenance.ndjson'), 'one\n')
  expect((await changed).value).toMatchObject({ type: 'log', files: 1, bytes: 4 })
  const first = await Promise.race([
    quick.next().then(() => 'the next change'),
    busy.next().then(({ value }) => value?.type),
  ])
  expect(first).toBe('log')
})
