import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { publint } from 'publint'
import { describe, expect } from 'vitest'
import { type Packed, test } from '../support/packed.ts'
import { execute } from '../support/project.ts'

const repository = join(import.meta.dirname, '../..')
/** Nothing listens on port 9: a model server of this machine must not answer. */
const NO_SERVER = { AIOS_BASE_URL: 'http://127.0.0.1:9/v1' }

/** Models that no recording of ours is of. */
const UNKNOWN = { AIOS_MAIN_MODEL: 'never-recorded', AIOS_EMBEDDER: 'never-recorded-either' }

const npx = ({ project }: Packed, args: string[], env: Record<string, string> = {}) =>
  execute(project, 'npx', ['--no', ...args], env)

/** The ways of the compiler to resolve modules. */
const RESOLUTIONS = [[], ['--module', 'esnext', '--moduleResolution', 'bundler']]

/** Expects no error from the compiler, with the types of libraries checked where they are to be. */
async function compiles(project: string, include: string[], skipLibCheck = false): Promise<void> {
  const compilerOptions = {
    module: 'nodenext',
    target: 'ES2023',
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    skipLibCheck,
    types: ['node'],
  }
  await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, include }))
  const tsc = join(repository, 'node_modules/.bin/tsc')
  for (const options of RESOLUTIONS) {
    expect(await execute(project, tsc, options)).toMatchObject({ output: '', exitCode: 0 })
  }
}

describe('the packed package', { timeout: 180_000 }, () => {
  test('contains the build, the schemas, the pages and the scripts for CI only', ({ packed }) => {
    const known = [
      /^dist\/[\w.~-]+\.(js|d\.ts)$/,
      /^dist\/dashboard\/(index\.html|page\.(css|js))$/,
      /^schemas\/[\w-]+\.schema\.json$/,
      /^docs\/(images\/)?[\w-]+\.(md|svg|png)$/,
      /^ci\/golden_ci\.(sh|ps1)$/,
      /^\.github\/workflows\/(alerts|quality)\.yml$/,
      /^(package\.json|README\.md|CHANGELOG\.md|LICENSE)$/,
    ]
    const paths = packed.files.map(({ path }) => path)
    expect(paths.filter((path) => !known.some((pattern) => pattern.test(path)))).toEqual([])
    expect(paths).toEqual(expect.arrayContaining(['dist/cli.js', 'schemas/golden-set.schema.json', 'LICENSE']))
    const executable = packed.files.filter(({ mode }) => (mode & 0o111) !== 0).map(({ path }) => path)
    expect(executable).toEqual(['ci/golden_ci.sh', 'dist/cli.js'])
  })

  test('passes publint', async ({ packed }) => {
    const tarball = new Uint8Array(await readFile(packed.tarball)).buffer
    const { messages } = await publint({ pack: { tarball }, strict: true })
    expect(messages).toEqual([])
  })

  test('brings no engine and no browser into the project', ({ packed }) => {
    const heavy = ['node-llama-cpp', '@node-llama-cpp', 'playwright-core', 'typescript', '@vitest/ui']
    expect(heavy.filter((name) => existsSync(join(packed.project, 'node_modules', name)))).toEqual([])
  })

  test('gives its entry points to Node', async ({ packed }) => {
    const script = `for (const entry of ['plugin', 'reporters', 'router', 'evidence']) {
      console.log(entry, Object.keys(await import('vitest-aios/' + entry)).sort().slice(0, 8).join(' '))
    }
    for (const file of ['schemas/golden-set.schema.json', 'package.json']) {
      const { default: json } = await import('vitest-aios/' + file, { with: { type: 'json' } })
      console.log(file, json.title ?? json.name)
    }`
    const { output } = await execute(packed.project, process.execPath, ['--input-type=module', '-e', script])
    expect(output).toMatchInlineSnapshot(`
      "plugin aios
      reporters AiosReporter summary
      router CoefficientsError DEFAULT_COEFFICIENTS StoreError bucketOf createRouter evidencePolicy fileStore memoryStore
      evidence benjaminiHochberg clopperPearson combineFindings compareSets describeFinding fisherExact hodgesLehmann hodgesLehmannBounds
      schemas/golden-set.schema.json GoldenSet
      package.json vitest-aios
      "
    `)
  })

  test('compiles correct suites, and rejects misspelt ones; has the matchers of jest-extended only with it', async ({
    packed,
  }) => {
    const { project } = packed
    const suite = (missing: string) => `import { expect, test } from 'vitest-aios'
      const golden = { id: 'capital', question: 'What is the capital of France?', trait: 'facts' }
      test('both kinds of matchers', async ({ ask }) => {
        const answer = await ask(golden.question)
        expect(answer).toAnswer(golden)
        ${missing}
        expect(answer.text.split(' ')).toIncludeAllMembers(['Paris'])
        ${missing}
        await expect(ask('Hello!')).toResolve()
        ${missing}
        expect(answer).toMatchObject({ text: expect.toStartWith('Paris') })
        ${missing}
        expect([1, 2]).not.toSatisfyAll((count: number) => count > 1)
        // @ts-expect-error a misspelt matcher
        expect(answer.text).toStartWit('Paris')
        // @ts-expect-error the prefix is a string
        expect(answer.text).toStartWith(1)
      })`
    await cp(join(repository, 'test/types'), join(project, 'types'), { recursive: true })
    await cp(join(repository, 'examples/lm-studio/goldens'), join(project, 'types/lm-studio'), { recursive: true })
    await mkdir(join(project, 'extended'), { recursive: true })
    const all = ['extended', 'types', 'goldens', 'vitest.config.ts']
    await writeFile(join(project, 'extended/suite.ts'), suite('// @ts-expect-error not installed'))
    await compiles(project, all)
    const installed = join(project, 'node_modules/jest-extended')
    await symlink(join(repository, 'node_modules/jest-extended'), installed)
    await writeFile(join(project, 'extended/suite.ts'), suite(''))
    // The libraries are checked already.
    await compiles(project, all, true)
    await rm(installed)
    // Later tests check the golden sets of the project, without these.
    await rm(join(project, 'types/lm-studio'), { recursive: true })
  })
})

describe('the quickstart, from the packed package', { timeout: 180_000 }, () => {
  test('explains what is missing without a server and a recording', async ({ packed }) => {
    const { exitCode, output } = await npx(packed, ['vitest', 'run', 'goldens'], { ...NO_SERVER, ...UNKNOWN })
    const start = output.indexOf('aios: no backend can answer')
    expect(output.slice(start, output.indexOf('What was tried'))).toMatchInlineSnapshot(`
      "aios: no backend can answer.

      Usual causes; > marks those that apply here:
        > server not running: http://127.0.0.1:9/v1: connect ECONNREFUSED 127.0.0.1:9
              with LM Studio:
                lms server start --port 9
              with the embedded engine:
                npx aios models pull
                AIOS_BACKEND=embedded AIOS_MAIN_MODEL=qwen2.5-coder-1.5b-instruct AIOS_EMBEDDER=qwen2.5-coder-0.5b-instruct npx vitest run goldens
          models not loaded
              lms load never-recorded
              lms load never-recorded-either
              or name others: AIOS_MAIN_MODEL=... AIOS_EMBEDDER=...; see \`lms ls\`
          wrong endpoint
              AIOS_BASE_URL=http://HOST:PORT/v1 npx vitest run goldens
              (now http://127.0.0.1:9/v1, from AIOS_BASE_URL)

      "
    `)
    expect(exitCode).toBe(1)
    expect(existsSync(join(packed.project, 'goldens/baseline.json'))).toBe(false)
  })

  test('has a doctor that prints JSON', async ({ packed }) => {
    const { exitCode, stdout } = await npx(packed, ['aios', 'doctor', '--json'], {
      ...NO_SERVER,
      ...UNKNOWN,
      AIOS_BACKEND: 'live',
    })
    const { ok, checks } = JSON.parse(stdout) as { ok: boolean; checks: { name: string; status: string }[] }
    expect(checks.map(({ name, status }) => `${name}: ${status}`)).toMatchInlineSnapshot(`
      [
        "settings: ok",
        "endpoint: ok",
        "server: failed",
        "main_model: failed",
        "embedder: failed",
        "engine: ok",
        "golden sets: ok",
        "cassettes: warning",
        "baseline: warning",
        "replies: failed",
      ]
    `)
    expect(ok).toBe(false)
    expect(exitCode).toBe(1)
  })

  test('replays, records a baseline, and compares with it in CI', async ({ packed }) => {
    const first = await npx(packed, ['vitest', 'run', 'goldens'], NO_SERVER)
    expect(first.output).toContain('4/4 pass')
    expect(first.output).toContain('replayed: recorded ')
    expect(first.exitCode).toBe(0)
    expect(existsSync(join(packed.project, 'goldens/baseline.json'))).toBe(true)

    const script = join(packed.project, 'node_modules/vitest-aios/ci/golden_ci.sh')
    const second = await execute(packed.project, 'bash', [script, '--backend', 'replay'])
    expect(second.output).toContain('golden CI: PASS')
    expect(second.exitCode).toBe(0)
  })
})
