import { appendFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect } from 'vitest'
import { goldenProject, numbered } from '../support/golden-project.ts'
import { test } from '../support/project.ts'
import { scriptedModels } from '../support/scripted-models.ts'

const tracing = pathToFileURL(join(import.meta.dirname, '../fixtures/trace-cassettes.ts')).href

/** Asks for the goldens once the main process has read the cassettes, or after 10 s. */
const SUITE = `import { existsSync, writeFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { describeGoldens } from 'vitest-aios'
const trace = 'read-by-' + process.ppid
for (let tries = 0; tries < 1_000 && !existsSync(trace); tries += 1) await setTimeout(10)
writeFileSync('before-open', existsSync(trace) ? trace : '')
describeGoldens('sample', './sample.json')
`

test('reads recordings once, before a suite asks for them, and reports a bad one once', async ({
  project,
  onTestFinished,
}) => {
  const server = await scriptedModels(['big', 'small'], () => 'A reply.')
  onTestFinished(() => server.close())
  await project.write(goldenProject({ sample: numbered(2) }))
  const recorded = await project.vitest(['run', 'goldens'], { AIOS_BASE_URL: server.url, AIOS_RECORD: '1' })
  expect(recorded.exitCode, recorded.output).toBe(0)
  const cassettes = (await readdir(join(project.dir, 'goldens/cassettes'))).map((name) =>
    join(project.dir, 'goldens/cassettes', name),
  )
  expect(cassettes).not.toEqual([])

  await project.write({ 'goldens/sample.golden.test.ts': SUITE })
  const env = { AIOS_BACKEND: 'replay', NODE_OPTIONS: `--import ${tracing}`, TRACE_FOLDER: project.dir }
  const replayed = await project.vitest(['run', 'goldens'], env)
  expect(replayed.exitCode, replayed.output).toBe(0)
  const trace = await project.read('before-open')
  expect(trace).toMatch(/^read-by-\d+$/)
  expect((await project.read(trace)).trim().split('\n').toSorted()).toEqual(cassettes.toSorted())

  await appendFile(cassettes[0] ?? '', '{"key":\n')
  const failed = await project.vitest(['run', 'goldens'], env)
  expect(failed.exitCode).toBe(1)
  expect(failed.output.match(/is not valid JSON/g), failed.output).toHaveLength(1)
})
