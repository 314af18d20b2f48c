import { readFileSync } from 'node:fs'
import { cp, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import type { RouterState } from '../../schemas/generated/router-state.ts'
import { execute, test } from '../support/project.ts'
import { scriptedModels } from '../support/scripted-models.ts'

const repository = join(import.meta.dirname, '../..')
const example = join(repository, 'examples/router-in-an-app')

/** The response of an OpenAI-compatible server without streaming. */
const completion = (content: string) => ({
  body: JSON.stringify({ choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }] }),
})

describe('the router in an application', () => {
  test('the example asks, learns, and falls back if the large model fails', async ({ project, onTestFinished }) => {
    const server = await scriptedModels(['big', 'small'], (_, { model }) =>
      model === 'big' ? { status: 500, body: '{"error":"crashed"}' } : completion('Sure.'),
    )
    onTestFinished(() => server.close())
    await cp(example, project.dir, { recursive: true })
    await symlink(join(repository, 'node_modules/openai'), join(project.dir, 'node_modules/openai'))
    const script = `
      const { answer, rate, router } = await import('./answer.ts')
      const work = 'Compare three bridges in exactly 5 steps, then write Python code for each of them, and explain why. '.repeat(3)
      for (const content of ['Hi!', work]) {
        const reply = await answer('conversation-1', [{ role: 'user', content }])
        rate(reply, 1)
        console.log(reply.decision.source, reply.decision.insteadOf ?? 'as routed', reply.text)
      }
      await router.close()`
    const env = { BASE_URL: server.url, MAIN_MODEL: 'big', EMBEDDER: 'small' }
    const { output } = await execute(project.dir, process.execPath, ['--input-type=module', '-e', script], env)
    expect(output).toMatch(/^embedder as routed Sure\.\nembedder main_model Sure\.\n$/)
    const state = JSON.parse(await project.read('.aios/adaptive_routing_state.json')) as RouterState
    expect(state.buckets.control).toMatchObject({ sample_count: 2, failures: 1, quality_sum: 2 })
  })

  test('the example and the page compile', async ({ project }) => {
    const page = readFileSync(join(repository, 'docs/router.md'), 'utf8')
    const snippets = [...page.matchAll(/```ts\n([^]*?)```/g)].map(([, code = '']) => code)
    const [app = '', fallback = '', suite = ''] = snippets
    expect(snippets).toHaveLength(3)
    await cp(example, project.dir, { recursive: true })
    for (const name of ['openai', '@types', 'undici-types'])
      await symlink(join(repository, 'node_modules', name), join(project.dir, 'node_modules', name))
    const inside = app.replace('  return text\n', `${fallback}  console.log(fallback)\n  return text\n`)
    await project.write({ 'page.ts': inside, 'suite.test.ts': suite })
    const compilerOptions = {
      module: 'nodenext',
      target: 'ES2023',
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: ['node'],
      allowImportingTsExtensions: true,
    }
    await writeFile(join(project.dir, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }))
    const run = await execute(project.dir, process.execPath, [join(repository, 'node_modules/typescript/bin/tsc')])
    expect(run).toMatchObject({ output: '', exitCode: 0 })
  })
})
