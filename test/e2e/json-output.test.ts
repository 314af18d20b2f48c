import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020, type SchemaObject, type ValidateFunction } from 'ajv/dist/2020.js'
import { expect } from 'vitest'
import { randomizedTraffic, repliesOfBoth } from '../fixtures/router-replies.ts'
import { lines } from '../fixtures/runbook-events.ts'
import { test } from '../support/aios-in-turn.ts'
import { documentedCommands } from '../support/commands.ts'
import { recordedBaseline, three } from '../support/fault-project.ts'
import { configFile } from '../support/golden-project.ts'
import { execute, type Project } from '../support/project.ts'
import { scriptedModels } from '../support/scripted-models.ts'

const repository = join(import.meta.dirname, '../..')
const cli = join(repository, 'dist/cli.js')

/** How a command is called, and the schema of what it prints. */
interface Call {
  /** `ID`: the id of a reply, `CONV`: that of a conversation. */
  args: string[]
  schema: string
  /** Its exit code in a project with data. Default 0. */
  exitCode?: number
  /** Whether each line is a document. */
  lines?: true
  /** Whether it needs the config of the project. */
  config?: true
}

/** Every command with `--json`, in all its forms. A command that is missing here fails the test. */
const CALLS: Readonly<Record<string, Call[]>> = {
  ask: [{ args: ['What is 1 + 1?'], schema: 'ask' }],
  'baseline show': [{ args: [], schema: 'baseline-output' }],
  'baseline list': [{ args: [], schema: 'baseline-output' }],
  'baseline diff': [{ args: [], schema: 'baseline-output' }],
  'baseline backup': [{ args: [], schema: 'baseline-output' }],
  'baseline restore': [{ args: ['--yes'], schema: 'baseline-output' }],
  'baseline prune': [{ args: ['--dry-run'], schema: 'baseline-output', config: true }],
  'baseline migrate': [{ args: [], schema: 'migration-output' }],
  clean: [{ args: ['--dry-run'], schema: 'clean-output' }],
  doctor: [{ args: [], schema: 'doctor-output' }],
  events: [
    { args: [], schema: 'provenance', lines: true },
    { args: ['--count'], schema: 'events-output' },
    { args: ['--count', 'model'], schema: 'events-output' },
  ],
  'events merge': [{ args: ['.aios', '--out', 'merged.ndjson'], schema: 'events-output' }],
  'events migrate': [{ args: [], schema: 'migration-output' }],
  'events forget': [
    { args: ['--conversation', 'CONV', '--dry-run'], schema: 'events-output' },
    { args: ['--conversation', 'CONV', '--yes'], schema: 'events-output' },
  ],
  'goldens check': [{ args: [], schema: 'goldens-output' }],
  'goldens add': [
    { args: ['--from', 'ID', '--to', 'goldens/new.json', '--contains', 'fine'], schema: 'goldens-output' },
  ],
  'models list': [{ args: [], schema: 'models-output' }],
  rotate: [{ args: ['--force'], schema: 'rotate-output' }],
  router: [{ args: [], schema: 'router-output' }],
  'router explain': [{ args: ['Plan a day in Rome'], schema: 'router-output' }],
  'router evaluate': [{ args: [], schema: 'router-output', exitCode: 1 }],
  'router learn': [
    { args: ['--dry-run'], schema: 'router-output', exitCode: 1 },
    { args: ['--undo'], schema: 'router-output', exitCode: 1 },
  ],
  'router migrate': [{ args: [], schema: 'migration-output' }],
  'router reset': [{ args: ['--dry-run'], schema: 'router-output' }],
  'router simulate': [{ args: ['--world', 'up', '--seeds', '1', '--messages', '200'], schema: 'router-output' }],
  slo: [
    { args: ['--pass-rate', '0.5'], schema: 'slo-output' },
    { args: ['--pass-rate', '0.5', '--since', '1h'], schema: 'slo-output' },
  ],
  status: [{ args: [], schema: 'status' }],
}

/** In place of a config, which each command would load with Vite: that takes most of its time. */
const MODELS = { AIOS_MAIN_MODEL: 'big', AIOS_EMBEDDER: 'small' }

/** Those that change what others read come last. */
const LAST = ['rotate', 'events forget']

const ajv = new Ajv2020({ strict: false, allErrors: true })
const validators = new Map<string, ValidateFunction>()

/** The validator of a schema, which is compiled once. */
function validatorOf(name: string): ValidateFunction {
  const schema = () => JSON.parse(readFileSync(join(repository, `schemas/${name}.schema.json`), 'utf8')) as SchemaObject
  const validate = validators.get(name) ?? ajv.compile(schema())
  validators.set(name, validate)
  return validate
}

const argsOf = (name: string, { args }: Call) => [...name.split(' '), ...args, '--json']

/** The JSON documents that a command printed. */
function documentsIn(stdout: string, { lines }: Call): unknown[] {
  const texts = lines === true ? stdout.split('\n') : [stdout]
  return texts.filter((text) => text !== '').map((text): unknown => JSON.parse(text))
}

async function printed(project: Project, name: string, call: Call, env: Record<string, string>) {
  const result = await execute(project.dir, process.execPath, [cli, ...argsOf(name, call)], env)
  return { ...result, documents: documentsIn(result.stdout, call) }
}

test('has an entry here for every command with --json', () => {
  const names = documentedCommands().flatMap(({ name, hasJson }) => (hasJson ? [name] : []))
  expect(Object.keys(CALLS).toSorted()).toEqual(names.toSorted())
})

test('has a schema for every output', () => {
  const known = readdirSync(join(repository, 'schemas'))
  for (const { schema } of Object.values(CALLS).flat()) expect(known).toContain(`${schema}.schema.json`)
})

test('prints JSON of its schema, or an error, in an empty project', { timeout: 180_000 }, async ({ project }) => {
  const env = { ...MODELS, AIOS_BASE_URL: 'http://127.0.0.1:9/v1' }
  const calls = Object.entries(CALLS).flatMap(([name, forms]) => forms.map((call) => ({ name, call })))
  for (const { name, call } of calls) {
    const { exitCode, stdout, output } = await project.aios(argsOf(name, call), env)
    const documents = documentsIn(stdout, call)
    const validate = validatorOf(call.schema)
    for (const document of documents) expect(validate(document), JSON.stringify(validate.errors)).toBe(true)
    if (documents.length === 0) expect(output, name).toMatch(/^aios: \S/)
    if (documents.length === 0) expect(exitCode, name).toBe(1)
    expect([0, 1]).toContain(exitCode)
  }
})

test(
  'prints JSON of its schema after a run that compared',
  { timeout: 180_000 },
  async ({ project, onTestFinished }) => {
    const server = await scriptedModels(['big', 'small'], () => 'I am fine.')
    onTestFinished(() => server.close())
    const suite = `import { test } from 'vitest-aios'
test('talks', async ({ ask }) => {
  await ask('How are you?', { expect: { contains: 'fine' } })
  await ask('Explain why the sky is blue.', { expect: { contains: 'fine' } })
})
`
    await project.write({ ...three, 'talk.test.ts': suite })
    await recordedBaseline(project)
    const env = { AIOS_BASE_URL: server.url }
    const run = await project.vitest(['run', '--testTimeout=60000'], env)
    expect(run.exitCode, run.output).toBe(0)
    expect(JSON.parse(await project.read('.aios/last_report.json'))).toMatchObject({ sets: [{ status: 'pass' }] })
    const replies = (await project.events()).filter((event) => event['event_type'] === 'response')
    const { msg_id: id, conv_id: conversation } = replies.at(-1) ?? {}
    const words: Readonly<Record<string, string>> = { ID: id as string, CONV: conversation as string }
    const names = [...Object.keys(CALLS).filter((name) => !LAST.includes(name)), ...LAST]
    for (const name of names) {
      for (const call of CALLS[name] ?? []) {
        const args = call.args.map((arg) => words[arg] ?? arg)
        if (call.config === true) await project.write(three)
        else rmSync(join(project.dir, 'vitest.config.ts'), { force: true })
        const { documents, exitCode, output } = await printed(project, name, { ...call, args }, { ...MODELS, ...env })
        expect(exitCode, `${name}: ${output}`).toBe(call.exitCode ?? 0)
        expect(documents.length, name).toBeGreaterThan(0)
        const validate = validatorOf(call.schema)
        for (const document of documents)
          expect(validate(document), `${name}: ${JSON.stringify(validate.errors)}`).toBe(true)
      }
    }
  },
)

test(
  'prints JSON of its schema where the log allows an evaluation and learning',
  { timeout: 180_000 },
  async ({ project }) => {
    await project.write({
      'vitest.config.ts': configFile(),
      'drawn.ndjson': lines(randomizedTraffic(900)),
      'both.ndjson': lines(repliesOfBoth(300)),
    })
    const validate = validatorOf('router-output')
    for (const [name, args, expected] of [
      ['router evaluate', ['--log', 'drawn.ndjson'], { kind: 'evaluate', refused: null }],
      ['router learn', ['--log', 'both.ndjson', '--dry-run'], { kind: 'learnt', better: true, written: null }],
      ['router learn', ['--log', 'both.ndjson'], { kind: 'learnt', better: true }],
      ['router learn', ['--log', 'both.ndjson'], { kind: 'learnt', better: false, written: null }],
      ['router learn', ['--undo'], { kind: 'undo', undone: 'package' }],
    ] as const) {
      const { documents, output } = await printed(project, name, { args: [...args], schema: 'router-output' }, {})
      expect(documents, output).toMatchObject([expected])
      for (const document of documents)
        expect(validate(document), `${name}: ${JSON.stringify(validate.errors)}`).toBe(true)
    }
  },
)
