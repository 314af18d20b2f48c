import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { DEFAULTS } from '../../schemas/generated/options.defaults.ts'
import { openProvenanceLog } from '../../src/provenance/log.ts'
import { rotateLog } from '../../src/provenance/rotation.ts'
import { sampleEvent } from '../fixtures/sample-event.ts'
import { test } from '../support/aios-in-turn.ts'
import { configFile, goldenProject, numbered } from '../support/golden-project.ts'
import { scriptedModels } from '../support/scripted-models.ts'

function append(dir: string, ...ids: string[]): void {
  const log = openProvenanceLog(dir)
  for (const id of ids)
    log.append(sampleEvent({ msg_id: id, question: `question ${id}`, ts: new Date().toISOString() }))
  log.close()
}

test('aios events lists, counts and exports a log with its rotated parts; aios rotate rotates it', async ({
  project,
}) => {
  const dir = join(project.dir, '.aios')
  const nothing = await project.aios(['events'])
  expect(nothing).toMatchObject({ exitCode: 1 })
  expect(nothing.output).toContain('there is no log in <project>/.aios: run the goldens first: npx vitest run goldens')

  append(dir, 'a', 'b')
  await rotateLog(dir, DEFAULTS.LogOptions, { force: true, settledAfterMs: 0 })
  append(dir, 'c')
  const rotated = await project.aios(['rotate', '--force'])
  expect(rotated.exitCode).toBe(0)
  expect(rotated.output).toMatch(/^rotated +<project>\/\.aios\/provenance\.\d{8}T\d{9}Z\.ndjson\n/)
  append(dir, 'd')
  expect((await project.aios(['rotate'])).output).toContain('not due: nothing to rotate')
  const reversed = await project.aios(['events', '--since', '1h', '--until', '2h'])
  expect(reversed.exitCode).toBe(1)
  expect(reversed.output).toContain('error: --since is later than --until')

  const table = await project.aios(['events', '--tail', '2'])
  expect(table.output).toMatch(/question c -> 4\n.*question d -> 4\nearlier ones are not shown: --tail 20 prints more/)
  const counted = await project.aios(['events', '--count', '--json'])
  expect(JSON.parse(counted.output)).toMatchObject({ total: 4, source: { embedder: 4 }, verdict: { pass: 4 } })
  const csv = await project.aios(['events', '--csv', '--grep', 'QUESTION B'])
  expect(csv.output.trim().split('\n')).toHaveLength(2)
  const json = await project.aios(['events', '--json'])
  const ids = json.output
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { msg_id: string }).msg_id)
  expect(ids).toEqual(['a', 'b', 'c', 'd'])
  const filtered = await project.aios([
    'events',
    '--verdict',
    'fail',
    'pass',
    '--source',
    'embedder',
    '--count',
    '--json',
  ])
  expect(JSON.parse(filtered.output)).toMatchObject({ total: 4, verdict: { pass: 4 } })
  expect((await project.aios(['events', '--set', 'absent'])).output).toContain('no event matches; --count lists')
  for (const [words, error] of [
    [['--type', 'nope'], 'Allowed choices are response, run, hypothesis_test, hypothesis_batch, routing_adaptation.'],
    [['--type', 'judgement'], 'A judgement is merged into its reply: use --judge or --count judge.'],
    [['--verdict', 'passed'], 'Allowed choices are pass, fail, '],
    [['list'], 'without a command, aios events lists the events'],
  ] as const) {
    const rejected = await project.aios(['events', ...words])
    expect(rejected.exitCode).toBe(1)
    expect(rejected.output).toContain(error)
  }
  const both = await project.aios(['events', '--json', '--csv'])
  expect(both).toMatchObject({ exitCode: 1 })
  expect(both.output).toContain('error: give --json or --csv, not both')
})

test('a run and aios rotate go by the log option of the project, and by the command line', async ({
  project,
  onTestFinished,
}) => {
  const dir = join(project.dir, '.aios')
  const parts = () => readdirSync(dir).filter((name) => /^provenance\.\d/.test(name))
  const models = await scriptedModels(['big', 'small'], () => 'Yes.')
  onTestFinished(() => models.close())
  await project.write(goldenProject({ set: numbered(1) }, { aios: 'log: { maxMb: 0.0001, keep: 2 },' }))
  append(dir, 'a')
  expect((await project.vitest(['run'], { AIOS_BASE_URL: models.url })).exitCode).toBe(0)
  expect(parts()).toHaveLength(1)
  expect(await project.events()).not.toContainEqual(expect.objectContaining({ msg_id: 'a' }))
  for (const id of ['b', 'c']) {
    expect((await project.aios(['rotate'])).output).toContain('rotated ')
    append(dir, id)
  }
  expect(parts()).toHaveLength(2)
  expect((await project.aios(['rotate', '--max-mb', '1'])).output).toContain('not due')
  expect((await project.aios(['rotate', '--keep', '1'])).output).toContain('deleted ')
  expect(parts()).toHaveLength(1)

  await project.write({ 'vitest.config.ts': configFile({ aios: 'log: { maxMB: 5 },' }) })
  const wrong = await project.aios(['rotate'])
  expect(wrong.exitCode).toBe(1)
  expect(wrong.output).toContain(
    'aios({ log }): unknown option "maxMB"; did you mean "maxMb"? Options: maxMb, daily, keep',
  )
})
