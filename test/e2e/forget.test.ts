import { spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect } from 'vitest'
import { sampleEvent } from '../fixtures/sample-event.ts'
import { test as base } from '../support/aios-in-turn.ts'
import { goldenProject } from '../support/golden-project.ts'
import { messagesIn, startLogWriter } from '../support/log-writers.ts'
import { filesBelow } from '../support/project-files.ts'
import { environment } from '../support/project.ts'
import { scriptedModels } from '../support/scripted-models.ts'

const test = base.extend('models', async ({}, { onCleanup }) => {
  const models = await scriptedModels(['big', 'small'], (question) =>
    question.includes('reach') ? 'Write to ana@mail.example or call +49 30 901820.' : `Answer to: ${question}`,
  )
  onCleanup(() => models.close())
  return models
})

const SUITE = `import { test as base, expect } from 'vitest-aios'
const test = base.extend('conversation', () => 'support-42')
test('asks', async ({ ask }) => {
  const answer = await ask('My card is 4012 8888 8888 1881, order CUST-77')
  expect(answer.text).toContain('4012')
  const other = await ask('How do I reach you?')
  expect(other.text).toContain('ana@mail.example')
})
`

const repository = join(import.meta.dirname, '../..')

/** All files below a folder that a run or a command wrote, decompressed. */
function contentsOf(folder: string, skipped = /\.test\.ts$|set\.json$|vitest\.config|package\.json/): string {
  return filesBelow(folder)
    .filter((path) => !skipped.test(path))
    .map((path) => (path.endsWith('.gz') ? gunzipSync(readFileSync(path)) : readFileSync(path)).toString())
    .join('\n')
}

describe('privacy', () => {
  const aios =
    "privacy: { hashConversations: true, redact: { emails: true, phones: true, cards: true, patterns: ['CUST-[0-9]+'] } }"
  const sets = {
    set: [{ id: 'g', question: 'How to reach ana@mail.example?', trait: 't', expect: { contains: 'ana@mail' } }],
  }

  test('judges replies whole, and writes them redacted, with hashed conversations', async ({ project, models }) => {
    await project.write({ ...goldenProject(sets, { aios }), 'goldens/talk.test.ts': SUITE })
    const env = { AIOS_BASE_URL: models.url, AIOS_CONVERSATION_KEY: 'a key for tests', AIOS_RECORD: '1' }
    const { exitCode, output } = await project.vitest(['run', 'goldens', '-u'], env)
    expect(output).not.toContain('FAIL')
    expect(exitCode).toBe(0)
    const written = contentsOf(project.dir)
    expect(written).toContain('Write to [redacted] or call [redacted].')
    expect(written).toContain('My card is [redacted], order [redacted]')
    expect(written).not.toMatch(/ana@mail|901820|8888|CUST-77|support-42|a key for tests/)
    const events = await project.events()
    const ids = events.flatMap(({ conv_id, run_id }) => (typeof conv_id === 'string' ? [[conv_id, run_id]] : []))
    const hash = (id: string) => createHmac('sha256', 'a key for tests').update(id).digest('hex').slice(0, 16)
    expect(ids.map(([id]) => id)).toContain(hash(`${String(ids[0]?.[1])}:support-42`))

    const forgot = await project.aios(['events', 'forget', '--conversation', 'support-42', '--yes'], env)
    expect(forgot).toMatchObject({ exitCode: 0, output: expect.stringContaining('2 events in the log') })
    expect((await project.events()).some(({ question }) => String(question).includes('My card'))).toBe(false)
    expect((await project.events()).some(({ golden }) => golden !== undefined)).toBe(true)
  })

  test('refuses to run without the key, and names its variable', async ({ project, models }) => {
    await project.write(goldenProject(sets, { aios }))
    const { exitCode, output } = await project.vitest(['run', 'goldens'], { AIOS_BASE_URL: models.url })
    expect(exitCode).not.toBe(0)
    expect(output).toContain('AIOS_CONVERSATION_KEY')
    expect(project.exists('.aios')).toBe(false)
  })
})

const SUBJECT = 'golden:set:g'

describe('aios events forget', () => {
  test('does not call a removal complete while a process writes to the old file', async ({ project }) => {
    const log = join(project.dir, '.aios/provenance.ndjson')
    const text = [SUBJECT, 'other'].map((conv_id) => `${JSON.stringify(sampleEvent({ conv_id }))}\n`).join('')
    await project.write({ '.aios/provenance.ndjson': text })
    // Unlike the writers of this package, it never looks whether its file was replaced.
    const script = `const file = fs.openSync(process.argv[1], 'a')
      setInterval(() => fs.writeSync(file, process.argv[2]), 10)
      console.log('ready')`
    const line = `${JSON.stringify(sampleEvent({ conv_id: 'late' }))}\n`
    const writer = spawn(process.execPath, ['-e', script, log, line], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(writer.stdout, 'data')
    const forgot = await project.aios(['events', 'forget', '--conversation', SUBJECT, '--yes'])
    writer.kill()
    expect(forgot.exitCode).toBe(1)
    expect(forgot.output).toContain(
      'a process has the old file of .aios/provenance.ndjson open, and what it writes now is lost\n  end that process',
    )
    const [receipt = ''] = readdirSync(join(project.dir, '.aios/forgotten'))
    expect(JSON.parse(await project.read(`.aios/forgotten/${receipt}`))).not.toHaveProperty('status', 'complete')
    const left = await project.read('.aios/provenance.ndjson')
    expect(left).not.toContain(SUBJECT)
    expect(left).toContain('"conv_id":"late"')
  })

  test('removes a conversation from every file of a real run, and only that one', async ({ project, models }) => {
    const sets = {
      set: [
        { id: 'g', question: 'Who is Ana Lima?', trait: 't' },
        { id: 'other', question: 'What is rust?', trait: 't' },
      ],
    }
    await project.write(goldenProject(sets))
    const env = { AIOS_BASE_URL: models.url, AIOS_RECORD: '2' }
    expect((await project.vitest(['run', 'goldens', '-u'], env)).exitCode).toBe(0)
    expect((await project.vitest(['run', 'goldens'], env)).exitCode).toBe(0)
    await project.aios(['rotate', '--force'], env)
    // Older events, and a state of the older router.
    await project.write({
      '.aios/golden_tests.ndjson': `${JSON.stringify({ ts: '2025-10-07T15:53:12', conv_id: SUBJECT, msg_id: 1, question: 'Who is Ana Lima?', response: 'Ana', schema_version: '1.0' })}\n`,
      '.aios/adaptive_routing_state.json': JSON.stringify({
        buckets: { control: { sample_count: 3 }, treatment: { sample_count: 4 } },
        conversation_buckets: { [SUBJECT]: 'control', kept: 'treatment' },
      }),
      '.aios/cache/log/1-2/0.parquet': 'What DuckDB reads of the log, such as Ana',
    })
    const before = contentsOf(project.dir)

    const unknown = await project.aios(['events', 'forget', '--conversation', 'unknown-id', '--yes'])
    expect(unknown).toMatchObject({
      exitCode: 1,
      output: expect.stringContaining('no file has the conversation unknown-id'),
    })
    const dry = await project.aios(['events', 'forget', '--conversation', SUBJECT, '--dry-run', '--json'])
    expect(JSON.parse(dry.output)).toMatchObject({
      dry_run: true,
      receipt: null,
      goldens: [{ file: 'goldens/set.json', id: 'g' }],
      files: expect.arrayContaining([{ file: 'goldens/baseline.json', removed: 1 }]),
    })
    expect((await project.aios(['events', 'forget', '--conversation', SUBJECT])).exitCode).toBe(1)
    expect(contentsOf(project.dir)).toBe(before)

    const forgot = await project.aios(['events', 'forget', '--conversation', SUBJECT, '--yes'])
    expect(forgot).toMatchObject({ exitCode: 0, output: expect.stringContaining('golden g in goldens/set.json') })
    const left = contentsOf(project.dir)
    expect(left).not.toMatch(/Ana|golden:set:g"/)
    expect(left).toContain('Answer to: What is rust?')
    expect(JSON.parse(await project.read('.aios/adaptive_routing_state.json'))).toMatchObject({
      conversation_buckets: { kept: 'treatment' },
    })
    const [receipt = ''] = readdirSync(join(project.dir, '.aios/forgotten'))
    expect(JSON.parse(await project.read(`.aios/forgotten/${receipt}`))).toMatchObject({
      status: 'complete',
      events: 3,
    })
    const again = await project.aios(['events', 'forget', '--conversation', SUBJECT, '--yes'])
    expect(again.exitCode).toBe(1)
    const replay = await project.vitest(['run', 'goldens', '-t', 'other'], { AIOS_BACKEND: 'replay' })
    expect(replay.exitCode, replay.output).toBe(0)
  })

  test('is killed at any moment while another process writes: nothing else is lost, and the next call finishes', async ({
    project,
  }) => {
    const dir = join(project.dir, '.aios')
    mkdirSync(dir)
    const line = (id: string, conv_id: string) => `${JSON.stringify(sampleEvent({ msg_id: id, conv_id }))}\n`
    const judgement = (id: string) =>
      `${JSON.stringify({ schema_version: '2.0', event_type: 'judgement', ts: '2026-11-23T10:00:01.000Z', run_id: 'run', msg_id: id, verdict: 'fail', judged_by: 'person', why: 'leaks', version: '0.1.0' })}\n`
    const part = (name: string) =>
      Array.from(
        { length: 2_000 },
        (_, at) => line(`${name}${at}`, at % 10 === 0 ? 'subject' : 'kept') + (at === 10 ? judgement(`${name}0`) : ''),
      ).join('')
    for (const at of [1, 2, 3])
      writeFileSync(join(dir, `provenance.2026110${at}T000000000Z.ndjson.gz`), gzipSync(part(`p${at}-`)))
    writeFileSync(join(dir, 'provenance.20261104T000000000Z.ndjson'), part('p4-'))
    writeFileSync(join(dir, 'provenance.ndjson'), part('c-'))
    const writer = await startLogWriter('append-until-stopped.ts', dir, 'w', '20')

    const forget = ['events', 'forget', '--conversation', 'subject', '--yes']
    const hasReceipt = () => project.exists('.aios/forgotten')
    for (let kill = 0; kill < 4; kill += 1) {
      const child = spawn(process.execPath, [join(repository, 'dist/cli.js'), ...forget], {
        cwd: project.dir,
        env: environment({}),
        stdio: 'ignore',
      })
      const closed = once(child, 'close')
      while (
        child.exitCode === null &&
        (kill === 0 ? !hasReceipt() : readdirSync(join(dir, 'forgotten')).length <= kill)
      )
        await wait(1)
      await wait(5 * kill)
      child.kill('SIGKILL')
      await closed
    }
    const last = await project.aios(forget)
    const count = await writer.stop()
    expect(last.output).toMatch(/removed; receipt|no file has the conversation/)

    const { ids, repeated, skipped } = await messagesIn(dir)
    expect(skipped).toMatchObject({ broken: 0, unreadable: [] })
    expect(ids.size).toBe(5 * 1_800 + count)
    expect(repeated).toEqual([])
    expect(contentsOf(dir)).not.toMatch(/"subject"|leaks/)
  })
})
