import { createHmac } from 'node:crypto'
import { appendFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect } from 'vitest'
import { hypothesisTest, lines, traffic, weighed } from '../fixtures/runbook-events.ts'
import { sampleEvent } from '../fixtures/sample-event.ts'
import { test } from '../support/aios-in-turn.ts'
import { filesBelow } from '../support/project-files.ts'
import type { Project } from '../support/project.ts'

const ID = 'conv_ana'
const KEY = 'a key for tests'
/** What Ana wrote and read. */
const TEXTS = ['Where does Ana Lima live, please?', 'Ana Lima lives in Rua do Ouro 7.']
const [QUESTION = '', REPLY = ''] = TEXTS
/** Another conversation is called conv_anat. */
const DATA = /Ana Lima|Rua do Ouro|conv_ana(?!t)/

/** The decompressed content of all files of a project by name. */
function contentsOf(project: Project): [name: string, text: string][] {
  return filesBelow(project.dir).map((path) => {
    const bytes = readFileSync(path)
    const text = (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString()
    return [path.slice(project.dir.length + 1), text]
  })
}

const namesWith = (project: Project, data: RegExp) =>
  contentsOf(project).flatMap(([name, text]) => (data.test(text) ? [name] : []))

const hers = (change: object = {}) =>
  `${JSON.stringify(sampleEvent({ conv_id: `run:${ID}`, msg_id: 'message-of-ana', question: QUESTION, reply: REPLY, ...change }))}\n`
const others = (name: string) => `${JSON.stringify(sampleEvent({ msg_id: name, conv_id: 'conv_anat' }))}\n`
const judgement = `${JSON.stringify({ schema_version: '2.0', event_type: 'judgement', ts: '2026-11-24T10:00:01.000Z', run_id: 'run', msg_id: 'message-of-ana', verdict: 'fail', judged_by: 'person', why: 'Rua do Ouro is wrong', version: '0.1.0' })}\n`
const older = (n: number) => ({ ...traffic(n, weighed(n)), conv_id: ID, question: QUESTION, response: REPLY })

describe('aios events forget', { timeout: 600_000 }, () => {
  test('leaves no file with the id or a text, in whatever copy, archive, or leftover of a killed process', async ({
    project,
  }) => {
    const dir = join(project.dir, '.aios')
    mkdirSync(join(dir, 'comparisons'), { recursive: true })
    mkdirSync(join(project.dir, 'analytics'))
    writeFileSync(join(dir, 'provenance.ndjson'), others('kept') + hers() + others('kept-too'))
    writeFileSync(join(dir, 'provenance.20261123T110000000Z.ndjson.gz'), gzipSync(hers() + others('kept-part')))
    writeFileSync(join(dir, 'provenance.20261124T110000000Z.ndjson'), judgement)
    const old = lines([older(1), { ...hypothesisTest(2), conv_id: ID }, traffic(3, weighed(3))])
    const damaged = `{"ts": "2025-10-07T12:00:00", "response": "${REPLY}", "met\n{"note": "of ${ID}"}\n`
    writeFileSync(join(dir, 'hypotheses.ndjson'), old + damaged)
    writeFileSync(join(project.dir, 'analytics/golden_tests.ndjson.gz'), gzipSync(old))
    const run = async (...args: string[]) => {
      const { exitCode, output } = await project.aios(args)
      expect(exitCode, output).toBe(0)
    }
    await run('events', 'merge', '.aios', '--out', '.aios/merged.ndjson.gz')
    await run('events', 'migrate', '.aios/hypotheses.ndjson', '--in-place')
    await run('events', 'migrate', 'analytics', '--in-place')
    // A golden of the runbook's system, in its baseline.
    appendFileSync(
      join(dir, 'provenance.ndjson'),
      hers({ golden: { set: 's', id: 'g', trait: 't', fingerprint: 'f' }, conv_id: ID, msg_id: 'golden-of-ana' }),
    )
    const recorded = { id: 'g', question: QUESTION, trait: 't', response: REPLY, latency_ms: 10, source: 'embedder' }
    const tests = [
      recorded,
      { ...recorded, latency_ms: 20 },
      { ...recorded, id: 'other', question: '?', response: 'x' },
    ]
    await project.write({
      'goldens/baseline.json': JSON.stringify({ timestamp: '2025-10-07T17:34:05', golden_set: 's.json', tests }),
      '.aios/adaptive_routing_state.json': JSON.stringify({
        buckets: { control: { sample_count: 3 }, treatment: { sample_count: 4 } },
        conversation_buckets: { [ID]: 'control', kept: 'treatment' },
      }),
      '.aios/last_report.json.123456789': JSON.stringify({ failed: [{ question: QUESTION }] }),
      '.aios/comparisons/comparison_20261123T110000000Z_r.json': JSON.stringify({
        failed: [{ id: 'g', reply: REPLY }],
      }),
      'goldens/baseline.json.4711': JSON.stringify({ reply: REPLY }),
    })
    await run('baseline', 'backup')
    await run('baseline', 'migrate', '--in-place')
    await run('router', 'migrate', '--in-place')
    // The log may be on another disk.
    mkdirSync(join(project.dir, 'disk'))
    writeFileSync(join(project.dir, 'disk/golden_tests.ndjson'), lines([older(5), traffic(6, weighed(6))]))
    symlinkSync(join(project.dir, 'disk/golden_tests.ndjson'), join(dir, 'golden_tests.ndjson'))
    expect(namesWith(project, DATA).length).toBeGreaterThan(14)

    const forget = ['events', 'forget', '--conversation', ID, '--log', 'analytics']
    const before = contentsOf(project)
    const dry = await project.aios([...forget, '--dry-run'])
    expect(dry.exitCode, dry.output).toBe(0)
    expect(contentsOf(project)).toEqual(before)
    const done = await project.aios([...forget, '--yes'])
    expect(done.exitCode, done.output).toBe(0)
    expect(namesWith(project, DATA)).toEqual([])
    expect(contentsOf(project).map(([name]) => name)).not.toContain('.aios/last_report.json.123456789')
    const events = await project.aios(['events', '--json', '--log', '.aios', '--log', 'analytics'])
    for (const kept of ['kept', 'kept-too', 'kept-part', 'lake number 3', 'lake number 6'])
      expect(events.output).toContain(kept)
    expect(JSON.parse(await project.read('goldens/baseline.json'))).toMatchObject({
      sets: { s: { goldens: { other: {} } } },
    })
    expect((await project.aios([...forget, '--yes'])).exitCode).toBe(1)
  })

  test('and aios events find a hashed conversation by its id', async ({ project }) => {
    const hash = (id: string) => createHmac('sha256', KEY).update(id).digest('hex').slice(0, 16)
    const event = (msg_id: string, conv_id: string) => JSON.stringify(sampleEvent({ msg_id, conv_id }))
    const log = [
      event('in run', hash(`run:${ID}`)),
      event('own', hash(ID)),
      event('plain', ID),
      event('other', hash('x')),
    ]
    await project.write({ '.aios/provenance.ndjson': log.map((line) => `${line}\n`).join('') })
    const env = { AIOS_CONVERSATION_KEY: KEY }
    const ids = async () => {
      const { output } = await project.aios(['events', '--conversation', ID, '--json'], env)
      return output
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { msg_id: string }).msg_id)
    }
    expect(await ids()).toEqual(['in run', 'own', 'plain'])
    const counted = await project.aios(['events', '--conversation', ID, '--count', '--json'], env)
    expect(JSON.parse(counted.output)).toMatchObject({ total: 3, type: { response: 3 } })
    const forgot = await project.aios(['events', 'forget', '--conversation', ID, '--yes'], env)
    expect(forgot.exitCode, forgot.output).toBe(0)
    expect((await project.events()).map(({ msg_id }) => msg_id)).toEqual(['other'])
  })
})
