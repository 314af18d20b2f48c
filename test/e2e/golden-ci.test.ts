import { cp, mkdir, symlink } from 'node:fs/promises'
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
  .extend('server', async ({}, { onCleanup }) => {
    const server = await lmStudio(REPLIES)
    onCleanup(() => server.close())
    return server
  })
  .extend('example', async ({ project }) => {
    await cp(join(repository, 'examples/lm-studio'), project.dir, { recursive: true })
    await mkdir(join(project.dir, 'node_modules/.bin'))
    await symlink('../vitest/vitest.mjs', join(project.dir, 'node_modules/.bin/vitest'))
    return project
  })

/** A server with the models of the example, which answers each question by its first words. */
async function lmStudio(replies: Record<string, string>): Promise<ScriptedServer> {
  const ids = ['openhermes-2.5-mistral-7b', 'llama-3.2-1b-instruct-abliterated']
  const listing = { object: 'list', data: ids.map((id) => ({ id, object: 'model', owned_by: 'organization_owner' })) }
  return scriptedServer({
    'GET /v1/models': { body: JSON.stringify(listing) },
    'POST /v1/chat/completions': (response, { body }) => {
      const question = (body['messages'] as { content: string }[]).at(-1)?.content ?? ''
      const [, reply = 'I do not know.'] = Object.entries(replies).find(([start]) => question.startsWith(start)) ?? []
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.end(streamed([reply], String(body['model'])))
    },
  })
}

const runScript = (project: Project, args: string[], env: Record<string, string> = {}) =>
  execute(project.dir, 'bash', [SCRIPT, ...args], env)

const own = (output: string) => output.split('\n').filter((line) => line.startsWith('golden CI:'))

describe.runIf(process.platform !== 'win32')('ci/golden_ci.sh', { timeout: 60_000 }, () => {
  test('passes with goldens that are as good as their baseline', async ({ example, server }) => {
    await example.vitest(['run', 'goldens', '-u'], { AIOS_BASE_URL: server.url })
    const { exitCode, output } = await runScript(example, ['--backend', 'live', '--base-url', server.url])
    expect(output).toContain('4/4 pass')
    expect(own(output)).toEqual(['golden CI: report in .aios/last_report.json', 'golden CI: PASS'])
    expect(exitCode).toBe(0)
  })

  test('fails when a golden broke', async ({ example, server }) => {
    await example.vitest(['run', 'goldens', '-u'], { AIOS_BASE_URL: server.url })
    const worse = await lmStudio({ ...REPLIES, 'What is the capital of Norway?': 'It is Bergen.' })
    const { exitCode, output } = await runScript(example, ['--backend', 'live', '--base-url', worse.url])
    await worse.close()
    expect(output).toContain('3/4 pass')
    expect(own(output)).toEqual([
      'golden CI: report in .aios/last_report.json',
      'golden CI: FAIL (vitest ended with exit code 1)',
    ])
    expect(exitCode).toBe(1)
  })

  test('fails without a baseline, and records none', async ({ example, server }) => {
    const { exitCode, output } = await runScript(example, ['--base-url', server.url])
    expect(output).toContain('Record it: npx vitest run goldens -u')
    expect(exitCode).toBe(1)
    expect(example.exists('goldens/baseline.json')).toBe(false)
  })

  test('hands other arguments to vitest', async ({ example, server }) => {
    await example.vitest(['run', 'goldens', '-u'], { AIOS_BASE_URL: server.url })
    const { exitCode, output } = await runScript(example, ['--base-url', server.url, '-t', 'assistant apples-left'])
    expect(output).toContain('1/1 pass (only 1 of 4 ran)')
    expect(exitCode).toBe(0)
  })

  test('does not take the report of an earlier run for its own', async ({ example, server }) => {
    await example.vitest(['run', 'goldens', '-u'], { AIOS_BASE_URL: server.url })
    await example.write({ 'vitest.config.ts': 'throw new Error("broken config")' })
    const { exitCode, output } = await runScript(example, [])
    expect(own(output)).toEqual([
      'golden CI: this run wrote no report to .aios/last_report.json',
      'golden CI: FAIL (vitest ended with exit code 1)',
    ])
    expect(exitCode).toBe(1)
  })

  test('names the right values for a wrong backend', async ({ example }) => {
    const { exitCode, output } = await runScript(example, ['--backend', 'cloud'])
    expect(output).toContain('AIOS_BACKEND must be one of auto, live, replay, embedded, not "cloud"')
    expect(exitCode).toBe(1)
  })

  test('wants a value for its options', async ({ example }) => {
    expect(await runScript(example, ['--backend'])).toEqual({
      exitCode: 1,
      output: 'golden CI: --backend needs a value; see --help\n',
    })
  })

  test('says what to do when vitest is not installed', async () => {
    const folder = temporaryFolder()
    expect(await execute(folder, 'bash', [SCRIPT])).toEqual({
      exitCode: 1,
      output:
        'golden CI: vitest is not installed for <project>\n' +
        'golden CI: install what package.json names: npm ci\n' +
        'golden CI: or, where it does not name it yet: npm install --save-dev vitest-aios vitest\n',
    })
  })
})
