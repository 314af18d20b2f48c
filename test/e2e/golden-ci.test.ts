import { cp, mkdir, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { temporaryFolder } from '../support/folder.ts'
import { execute, type Project, test as base } from '../support/project.ts'
import { type ScriptedServer, scriptedServer, streamed } from '../support/scripted-server.ts'

const repository = join(import.meta.dirname, '../..')
const SCRIPT = join(repository, 'ci/golden_ci.sh')

const REPLIES: Record<string, string> = {
  'Hello! How are you today?': 'Very well, thank you!',
  'What is the capital of Norway?': 'It is Oslo.',
  'Tom has 12 apples': 'Tom has 7.',
  'Extract the order': '{ "item": "lamp", "count": 3 }',
  'What is my name?': 'Mira',
}

const test = base
  .extend('server', { scope: 'file' }, async ({}, { onCleanup }) => {
    const server = await lmStudio()
    onCleanup(() => server.close())
    return server
  })
  .extend('example', async ({ project }) => {
    await copyExample(project)
    return project
  })
  // Recorded latencies are the same in every run; those of a server that answers at once are nothing but noise.
  .extend('recording', { scope: 'file' }, async ({ newProject, server }) => {
    const project = await newProject()
    await copyExample(project)
    const live = await runScript(project, ['--backend', 'live', '--base-url', server.url], { AIOS_RECORD: '1' })
    const hasBaseline = project.exists('goldens/baseline.json')
    await rm(join(project.dir, 'goldens/conversation.test.ts'))
    await project.vitest(['run', 'goldens', '-u'], { AIOS_BACKEND: 'replay' })
    return { project, live, hasBaseline }
  })
  .extend('recorded', async ({ example, recording }) => {
    await rm(join(example.dir, 'goldens'), { recursive: true })
    await cp(join(recording.project.dir, 'goldens'), join(example.dir, 'goldens'), { recursive: true })
    return example
  })

async function copyExample({ dir }: Project): Promise<void> {
  await cp(join(repository, 'examples/lm-studio'), dir, { recursive: true })
  await mkdir(join(dir, 'node_modules/.bin'))
  await symlink('../vitest/vitest.mjs', join(dir, 'node_modules/.bin/vitest'))
}

/** A server with the models of the example, which answers each question by its first words. */
async function lmStudio(): Promise<ScriptedServer> {
  const ids = ['openhermes-2.5-mistral-7b', 'llama-3.2-1b-instruct-abliterated']
  const listing = { object: 'list', data: ids.map((id) => ({ id, object: 'model', owned_by: 'organization_owner' })) }
  return scriptedServer({
    'GET /v1/models': { body: JSON.stringify(listing) },
    'POST /v1/chat/completions': (response, { body }) => {
      const question = (body['messages'] as { content: string }[]).at(-1)?.content ?? ''
      const [, reply = 'I do not know.'] = Object.entries(REPLIES).find(([start]) => question.startsWith(start)) ?? []
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.end(streamed([reply], String(body['model'])))
    },
  })
}

const runScript = (project: Project, args: string[], env: Record<string, string> = {}) =>
  execute(project.dir, 'bash', [SCRIPT, ...args], env)

const own = (output: string) => output.split('\n').filter((line) => line.startsWith('golden CI:'))

describe.runIf(process.platform !== 'win32')('ci/golden_ci.sh', { timeout: 60_000 }, () => {
  test('passes with goldens that are as good as their baseline', async ({ recorded }) => {
    const { exitCode, output } = await runScript(recorded, ['--backend', 'replay'])
    expect(output).toContain('4/4 pass')
    expect(own(output)).toEqual(['golden CI: report in .aios/last_report.json', 'golden CI: PASS'])
    expect(exitCode).toBe(0)
  })

  test('fails when a golden broke; hands other arguments to vitest', async ({ recorded }) => {
    const cassette = await recorded.read('goldens/cassettes/assistant.ndjson')
    await recorded.write({ 'goldens/cassettes/assistant.ndjson': cassette.replaceAll('It is Oslo.', 'It is Bergen.') })
    const { exitCode, output } = await runScript(recorded, ['-t', 'capital|apples-left', '--backend', 'replay'])
    expect(output).toContain('1/2 pass, 1 failed (only 2 of 4 ran)')
    expect(own(output)).toEqual([
      'golden CI: report in .aios/last_report.json',
      'golden CI: FAIL (vitest ended with exit code 1)',
    ])
    expect(exitCode).toBe(1)
  })

  test('asks the server it is given; fails without a baseline, and records none', ({ recording }) => {
    const { live, hasBaseline } = recording
    expect(live.output).toContain('goldens/conversation.test.ts (2 tests)')
    expect(live.output).toContain('4/4 pass')
    expect(live.output).toContain('Record it: npx vitest run goldens -u')
    expect(live.exitCode).toBe(1)
    expect(hasBaseline).toBe(false)
  })

  test('does not use the report of an earlier run', async ({ recorded }) => {
    await recorded.write({ 'vitest.config.ts': 'throw new Error("broken config")' })
    const { exitCode, output } = await runScript(recorded, [])
    expect(own(output)).toEqual([
      'golden CI: this run wrote no report to .aios/last_report.json',
      'golden CI: FAIL (vitest ended with exit code 1)',
    ])
    expect(exitCode).toBe(1)
  })

  test('names the right values for a wrong backend', async ({ example }) => {
    const { exitCode, output } = await runScript(example, ['--backend', 'cloud'])
    expect(output).toContain('AIOS_BACKEND must be one of "auto", "live", "replay", "embedded"')
    expect(exitCode).toBe(1)
  })

  test('requires a value for its options', async ({ example }) => {
    expect(await runScript(example, ['--backend'])).toMatchObject({
      exitCode: 1,
      output: 'golden CI: --backend needs a value; see --help\n',
    })
  })

  test('says what to do when vitest is not installed', async () => {
    const folder = temporaryFolder()
    expect(await execute(folder, 'bash', [SCRIPT])).toMatchObject({
      exitCode: 1,
      output:
        'golden CI: vitest is not installed for <project>\n' +
        'golden CI: install what package.json names: npm ci\n' +
        'golden CI: or, where it does not name it yet: npm install --save-dev vitest-aios vitest\n',
    })
  })
})
