import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { filesBelow } from '../support/project-files.ts'
import { type Project, test } from '../support/project.ts'
import { scriptedModels } from '../support/scripted-models.ts'

const REPLIES: Record<string, string> = {
  'What is the capital of France?': 'It is Paris.',
  'Which ocean is the largest?': 'The Pacific Ocean.',
  'Which language do most people in Spain speak?': 'Spanish.',
}

/** The scripted server of a large and a small model, and a folder with nothing but installed packages. */
async function emptyFolder(project: Project) {
  await rm(join(project.dir, 'package.json'))
  await mkdir(join(project.dir, 'node_modules/.bin'), { recursive: true })
  return scriptedModels(
    ['llama-3-8b', 'llama-3-1b', 'text-embedding-nomic'],
    (question) => REPLIES[question] ?? 'Light scatters.',
  )
}

const filesOf = (project: Project) => filesBelow(project.dir).map((path) => path.slice(project.dir.length + 1))

describe('aios init', { timeout: 180_000 }, () => {
  test('takes an empty folder to a green run, and a second time changes nothing', async ({
    project,
    onTestFinished,
  }) => {
    const server = await emptyFolder(project)
    onTestFinished(() => server.close())
    const env = { AIOS_BASE_URL: server.url }
    const dry = await project.aios(['init', '--dry-run'], env)
    expect(dry.exitCode).toBe(0)
    expect(filesOf(project)).toEqual([])

    const init = await project.aios(['init', '--yes'], env)
    expect(init.exitCode).toBe(0)
    expect(init.output.replaceAll(server.url, 'URL')).toMatchInlineSnapshot(`
      "models   llama-3-8b (large) and llama-3-1b (small), of 3 at URL
      create   package.json
      create   vitest.config.ts
      create   goldens/first_set.json
      create   goldens/first.golden.test.ts
      create   .github/workflows/quality.yml
      create   .gitignore
      next: npx vitest run goldens
      for CI: record the replies, then commit goldens/baseline.json and goldens/cassettes:
        AIOS_RECORD=5 npx vitest run goldens
      "
    `)
    const created = filesOf(project)
    const run = await project.vitest(['run', 'goldens'])
    expect(run.output).toContain('first set  4/4 pass')
    expect(run.output).toMatch(/status +PASS/)
    expect(run.exitCode).toBe(0)

    const texts = await Promise.all(
      ['package.json', 'vitest.config.ts', '.gitignore'].map((file) => project.read(file)),
    )
    const again = await project.aios(['init'], env)
    expect(again.exitCode).toBe(0)
    expect(again.output).not.toMatch(/create|extend|install|models|CI/)
    expect(again.output).toContain('next: npx vitest run goldens')
    expect(
      await Promise.all(['package.json', 'vitest.config.ts', '.gitignore'].map((file) => project.read(file))),
    ).toEqual(texts)
    expect(filesOf(project)).toEqual(expect.arrayContaining(created))
  })

  test('keeps what a project has, and asks before it changes anything', async ({ project, onTestFinished }) => {
    const server = await scriptedModels(['a-7b', 'b-1b'], () => 'Hello.')
    onTestFinished(() => server.close())
    const env = { AIOS_BASE_URL: server.url }
    await project.write({
      'vite.config.ts': 'export default {}\n',
      'goldens/first_set.json': '[]',
      'package.json': '{"type":"module"}',
    })
    const asked = await project.aios(['init'], env)
    expect(asked.exitCode).toBe(1)
    expect(asked.output).toContain('confirm with --yes')
    expect(await project.read('package.json')).toBe('{"type":"module"}')

    const { exitCode, output } = await project.aios(['init', '--yes'], env)
    expect(exitCode).toBe(0)
    expect(output).toContain('next: add the plugin to vite.config.ts, as here:')
    expect(output).toContain("main_model: 'a-7b'")
    expect(await project.read('vite.config.ts')).toBe('export default {}\n')
    expect(await project.read('goldens/first_set.json')).toBe('[]')
    expect(project.exists('vitest.config.ts')).toBe(false)
  })

  test('names what is wrong', async ({ project, onTestFinished }) => {
    const server = await scriptedModels(['gpt-large', 'gpt-small'], () => 'Hello.')
    onTestFinished(() => server.close())
    const unclear = await project.aios(['init', '--yes'], { AIOS_BASE_URL: server.url })
    expect(unclear.exitCode).toBe(1)
    expect(unclear.output).toContain('lists gpt-large, gpt-small, whose names do not tell a large and a small one')
    expect(unclear.output).toContain('aios init --main-model ID --embedder ID')
    const half = await project.aios(['init', '--yes', '--main-model', 'a'], { AIOS_BASE_URL: server.url })
    expect(half.output).toContain('--main-model and --embedder belong together')
    await project.write({ 'package.json': '{' })
    const broken = await project.aios(['init', '--yes', '--main-model', 'a', '--embedder', 'b'])
    expect(broken.exitCode).toBe(1)
    expect(broken.output).toContain('package.json is not valid JSON')
    expect(filesOf(project)).toEqual(['package.json'])
  })

  test.for([
    ['package.json', 'folder', 'cannot read package.json: it is a folder, and a file is required (EISDIR)'],
    ['vitest.config.ts', 'folder', 'cannot read vitest.config.ts: it is a folder, and a file is required (EISDIR)'],
    ['vitest.config.ts', 'link to nothing', 'cannot read vitest.config.ts: it does not exist (ENOENT)'],
    ['goldens', 'file', 'cannot create the folder goldens: it exists already (EEXIST)'],
  ] as const)('changes nothing where %s is a %s', async ([name, kind, message], { project }) => {
    await rm(join(project.dir, 'package.json'))
    const path = join(project.dir, name)
    if (kind === 'folder') await mkdir(path)
    else if (kind === 'file') await writeFile(path, '')
    else await symlink('nothing', path)
    const init = await project.aios(['init', '--yes', '--main-model', 'a', '--embedder', 'b'])
    expect(init.exitCode).toBe(1)
    expect(init.output).toContain(message)
    expect(init.output).toContain('then run `npx aios init` again')
    expect((await readdir(project.dir)).filter((file) => file !== 'node_modules')).toEqual([name])
  })
})
