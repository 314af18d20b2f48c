import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, onTestFinished } from 'vitest'
import { DEFAULTS } from '../../schemas/generated/options.defaults.ts'
import type { ProvenanceEvent } from '../../schemas/generated/provenance.ts'
import { openProvenanceLog } from '../../src/provenance/log.ts'
import { rotateLog } from '../../src/provenance/rotation.ts'
import { sampleEvent } from '../fixtures/sample-event.ts'
import { installed } from '../support/install-package.ts'
import { type Project, test } from '../support/project.ts'

const CLI = join(installed, 'dist/cli.js')

function append(dir: string, ...events: ProvenanceEvent[]): void {
  const log = openProvenanceLog(dir)
  for (const event of events) log.append(event)
  log.close()
}

function reply(id: string, conversation = 'c'): ReturnType<typeof sampleEvent> {
  return sampleEvent({ msg_id: id, conv_id: conversation, verdict: 'unjudged', ts: new Date().toISOString() })
}

function verdict(id: string, judged_by: string): ProvenanceEvent {
  const { run_id, version } = sampleEvent()
  const ts = new Date().toISOString()
  return {
    schema_version: '2.0',
    event_type: 'judgement',
    ts,
    run_id,
    msg_id: id,
    verdict: 'fail',
    judged_by,
    why: `it is wrong, says ${judged_by}`,
    version,
  }
}

interface Following {
  /** Message ids with verdict and judge, as they were printed so far. */
  printed(): string[]
  until(line: string): Promise<void>
  /** Interrupts it, and returns its exit code. */
  end(): Promise<number | null>
}

/** Starts to follow, and waits until it does. */
async function follow(dir: string, project: Project, args: string[] = []): Promise<Following> {
  const child = spawn(process.execPath, [CLI, 'events', '--follow', '--json', ...args], { cwd: project.dir })
  const closed = once(child, 'close') as Promise<[number | null]>
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  const all = () =>
    output
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as { msg_id: string; verdict: string; judged_by?: string })
      .map(({ msg_id, verdict, judged_by }) => [msg_id, verdict, judged_by].filter((part) => part).join(' '))
  for (let probe = 0; all().length === 0; probe += 1) {
    append(dir, sampleEvent({ msg_id: `probe-${probe}`, judged_by: 'Ada', ts: new Date().toISOString() }))
    await setTimeout(100)
  }
  const printed = () => all().filter((line) => !line.startsWith('probe-'))
  return {
    printed,
    async until(line) {
      await expect.poll(printed, { timeout: 20_000 }).toContain(line)
    },
    async end() {
      child.kill('SIGINT')
      return (await closed)[0]
    },
  }
}

test('aios events --follow prints what is appended, also after a rotation, until it is interrupted', async ({
  project,
}) => {
  const dir = join(project.dir, '.aios')
  append(dir, reply('before'))
  const following = await follow(dir, project)
  append(dir, reply('first'))
  await following.until('first unjudged')
  await rotateLog(dir, DEFAULTS.LogOptions, { force: true })
  append(dir, reply('second'), reply('third'))
  await following.until('third unjudged')
  // A log is emptied when it is shorter than what was read of it.
  truncateSync(join(dir, 'provenance.ndjson'))
  append(dir, reply('fourth'))
  await following.until('fourth unjudged')
  expect(await following.end()).toBe(0)
  expect(following.printed()).toEqual(['first', 'second', 'third', 'fourth'].map((id) => `${id} unjudged`))
})

test('aios events --follow prints a reply when a later verdict matches, also of a rotated part', async ({
  project,
}) => {
  const dir = join(project.dir, '.aios')
  append(dir, reply('old'), reply('other'))
  const following = await follow(dir, project, ['--judge', 'Ada'])
  append(dir, reply('new'), { ...reply('judged'), judged_by: 'Ada' })
  await following.until('judged unjudged Ada')
  append(dir, verdict('new', 'Ada'))
  await following.until('new fail Ada')
  await rotateLog(dir, DEFAULTS.LogOptions, { force: true, settledAfterMs: 0 })
  append(dir, verdict('other', 'Grace'), verdict('missing', 'Ada'), verdict('old', 'Ada'))
  await following.until('old fail Ada')
  append(dir, reply('both'), verdict('both', 'Ada'), verdict('old', 'Grace'))
  await following.until('both fail Ada')
  expect(await following.end()).toBe(0)
  expect(following.printed()).toEqual(['judged unjudged Ada', 'new fail Ada', 'old fail Ada', 'both fail Ada'])
})

test('aios events --follow does not print a log again that a command replaces', async ({ project }) => {
  const dir = join(project.dir, '.aios')
  const log = join(dir, 'provenance.ndjson')
  append(dir, reply('before', 'forgotten'), reply('kept'))
  const following = await follow(dir, project)
  append(dir, reply('first'), reply('secret', 'forgotten'))
  await following.until('secret unjudged')
  await project.aios(['events', 'forget', '--conversation', 'forgotten', '--yes'])
  expect(readFileSync(log, 'utf8')).not.toContain('forgotten')
  append(dir, reply('last'))
  await following.until('last unjudged')
  expect(await following.end()).toBe(0)
  expect(following.printed()).toEqual(['first unjudged', 'secret unjudged', 'last unjudged'])
})
