import { cp, mkdir, readdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import type { RouterState } from '../../schemas/generated/router-state.ts'
import { bucketOf } from '../../src/router/index.ts'
import { configFile, goldenProject, type TestGolden } from '../support/golden-project.ts'
import { AIOS_DIR, requires } from '../support/requires.ts'
import { type Project, test as base } from '../support/project.ts'
import { scriptedModels, type Says } from '../support/scripted-models.ts'

const STATE = '.aios/adaptive_routing_state.json'

async function serve(
  onTestFinished: (end: () => Promise<void>) => void,
  reply: (question: string, asked: { model: string; count: number }) => Says = () => 'Yes.',
) {
  const server = await scriptedModels(['big', 'small'], reply)
  onTestFinished(() => server.close())
  return { server, env: { AIOS_BACKEND: 'live', AIOS_BASE_URL: server.url } }
}

const stateOf = async (project: Project) => JSON.parse(await project.read(STATE)) as RouterState
const replies = async (project: Project) =>
  (await project.events()).filter((event) => event['event_type'] === 'response') as {
    conv_id: string
    source: string
    question: string
    verdict: string
    instead_of?: { source: string; cause: string }
    route: { bucket: string; boundary: number; propensity: number; drawn?: true; off?: string }
  }[]

/** Conversations with the models, each in a separate test. */
function traffic(
  conversations: number,
  turns: readonly string[],
  { name = 'conversation', ...options }: { name?: string; repeats?: number } = {},
): string {
  return `import { test } from 'vitest-aios'
import { describe } from 'vitest'
describe.for(Array.from({ length: ${conversations} }, (_, n) => '${name} ' + n))('%s', (id) => {
  test.override('conversation', id)
  test('talks', ${JSON.stringify(options)}, async ({ ask }) => {
    const messages = []
    for (const content of ${JSON.stringify(turns)}) {
      messages.push({ role: 'user', content })
      const reply = await ask(messages, { expect: { contains: 'Yes' } })
      messages.push({ role: 'assistant', content: reply.text })
    }
  })
})
`
}

/** Goldens of a set with the wanted number in each bucket. */
function goldensIn(set: string, wanted: Record<'control' | 'treatment', number>): TestGolden[] {
  const left = { ...wanted }
  return Array.from({ length: 200 }, (_, n) => `g${n}`).flatMap((id) => {
    const bucket = bucketOf(`golden:${set}:${id}`, 0.5)
    left[bucket] -= 1
    if (left[bucket] < 0) return []
    return [{ id, question: `Is ${id} in ${bucket}?`, trait: 'buckets', expect: { contains: 'yes' } }]
  })
}

const test = base
  /** Two live runs, the first of which finds a damaged state. */
  .extend('live', { scope: 'file' }, async ({ newProject }, { onCleanup }) => {
    const { env } = await serve(onCleanup, (question) => (question.startsWith('Hi') ? 'Yes.' : 'No.'))
    const project = await newProject()
    await project.write({
      'vitest.config.ts': configFile({ test: 'isolate: false' }),
      'live/talk.test.ts': traffic(12, ['Hi!', 'What is the capital of France?']),
      'live/repeated.test.ts': traffic(2, ['Hi!'], { repeats: 4, name: 'repeated' }),
      [STATE]: '{ "schema_version": "2.0", "boundary": ',
    })
    const runOnce = async () => {
      const run = await project.vitest(['run', 'live'], env)
      return { ...run, replies: await replies(project), state: await stateOf(project) }
    }
    const first = await runOnce()
    return { first, second: await runOnce(), files: await readdir(join(project.dir, '.aios')) }
  })

describe('a live run', () => {
  test('adds outcomes to the state of the project', ({ live: { first } }) => {
    expect(first.output).toMatch(/14 passed/)
    const { control, treatment } = first.state.buckets
    expect(control.sample_count + treatment.sample_count).toBe(24 + 10)
    expect(control.quality_sum + treatment.quality_sum).toBe(12 + 10)
    expect(control.sample_count).toBe(first.replies.filter(({ route }) => route.bucket === 'control').length)
    for (const { conv_id, route } of first.replies) expect(route.bucket).toBe(bucketOf(conv_id, 0.5))
  })

  test('counts the conversation of a repeated test once', ({ live: { first } }) => {
    const { control, treatment } = first.state.buckets
    expect(control.conversations + treatment.conversations).toBe(12 + 2)
  })

  test('renames a damaged state and continues at 0.5', ({ live: { first, files } }) => {
    expect(first.output).toMatch(/adaptive_routing_state\.json/)
    expect(files.filter((name) => /corrupt/.test(name))).toHaveLength(1)
    expect(first.state.boundary).toBe(0.5)
  })

  test('continues with the state of the run before, in other conversations', ({ live: { second } }) => {
    const { control, treatment } = second.state.buckets
    expect(treatment.sample_count + control.sample_count).toBe(2 * 34)
    // The second run has other conversations, with their own buckets.
    expect(new Set(second.replies.map(({ conv_id }) => conv_id)).size).toBe(2 * 14)
  })

  test('with adaptation off follows the control boundary, logs the reason, and learns nothing', async ({
    project,
    onTestFinished,
  }) => {
    const { env } = await serve(onTestFinished)
    await project.write({ 'vitest.config.ts': configFile(), 'live/talk.test.ts': traffic(8, ['Hi!']) })
    const run = await project.vitest(['run', 'live'], { ...env, AIOS_ADAPTIVE_ENABLED: '0' })
    expect(run.exitCode).toBe(0)
    for (const { route } of await replies(project))
      expect(route).toMatchObject({ bucket: 'control', boundary: 0.5, propensity: 1, off: 'AIOS_ADAPTIVE_ENABLED=0' })
    expect(project.exists(STATE)).toBe(false)
  })

  test('never randomizes goldens, but the threshold policy moves by their outcomes', async ({
    project,
    onTestFinished,
  }) => {
    const goldens = goldensIn('buckets', { control: 12, treatment: 12 })
    const { env } = await serve(onTestFinished, (question) => (question.includes('treatment') ? 'Yes.' : 'No.'))
    await project.write(
      goldenProject({ buckets: goldens }, { aios: "router: { policy: 'threshold' }, slo: { boundaryDrift: 0.08 }" }),
    )
    const run = await project.vitest(['run', 'goldens', '-u'], env)
    const state = await stateOf(project)
    expect(state.boundary).toBeLessThan(0.5)
    expect(state.moves[0]).toMatchObject({ policy: 'threshold', from: 0.5 })
    expect(run.output).toMatch(/aios {2}router: boundary 0\.5 -> 0\.\d+: /)
    const events = await project.events()
    expect(events).toContainEqual(
      expect.objectContaining({ event_type: 'routing_adaptation', policy: 'threshold', from: 0.5 }),
    )
    for (const { route } of await replies(project)) expect(route.drawn).toBeUndefined()
    // The next run continues with this boundary, and its report contains the drift.
    const before = (await replies(project)).length
    await project.vitest(['run', 'goldens'], env)
    const routes = (await replies(project)).slice(before).map(({ route }) => route)
    const first = routes.find(({ bucket }) => bucket === 'treatment')
    expect(first?.boundary).toBe(state.boundary)
    for (const { bucket, boundary } of routes) if (bucket === 'control') expect(boundary).toBe(0.5)
    const report = JSON.stringify(JSON.parse(await project.read('.aios/last_report.json')))
    expect(report).toMatch(/"objective":"boundary_drift",[^{}]*"value":0\.0\d*[1-9]/)
  })
})

describe('a replay', () => {
  test('ignores the state, learns nothing, and writes no state', async ({ project, onTestFinished }) => {
    const { env, server } = await serve(onTestFinished)
    await project.write(goldenProject({ facts: [{ id: 'hi', question: 'Hi!', trait: 'small talk' }] }))
    await project.vitest(['run', 'goldens', '-u'], { ...env, AIOS_RECORD: '1' })
    await server.close()
    expect(project.exists(STATE)).toBe(false)
    await project.write({ [STATE]: JSON.stringify({ buckets: {}, boundary: 0.42 }) })
    const before = await project.read(STATE)
    await project.vitest(['run', 'goldens'], { AIOS_BACKEND: 'replay' })
    expect((await replies(project)).at(-1)?.route).toMatchObject({ boundary: 0.5 })
    expect(await project.read(STATE)).toBe(before)
  })
})

describe('a model that fails', () => {
  const fails: Says = { status: 500, body: '{"error":"The model has crashed"}' }
  const work =
    'Compare three bridges in exactly 5 steps, then write Python code for each of them, and explain why: 1) length 2) cost 3) age. '

  test('is replaced by the embedder, with a note in the events and in the output', async ({
    project,
    onTestFinished,
  }) => {
    const { env } = await serve(onTestFinished, (_, { model }) => (model === 'big' ? fails : 'Yes.'))
    await project.write({ 'vitest.config.ts': configFile(), 'live/talk.test.ts': traffic(6, [work.repeat(3)]) })
    const run = await project.vitest(['run', 'live'], { ...env, COLUMNS: '300' })
    expect(run.output).toMatch(/6 passed/)
    expect(run.output).toMatch(/main_model did not answer \(\w+\) \d times, and the other model did in its place/)
    const events = await replies(project)
    expect(events.map(({ source }) => source)).toEqual(Array.from({ length: 6 }, () => 'embedder'))
    // Three failures open the breaker for the others.
    const causes = events.map(({ instead_of }) => instead_of?.cause)
    expect(causes.filter((cause) => cause === 'breaker_open')).toHaveLength(3)
    expect(causes.filter((cause) => cause === undefined)).toEqual([])
    const { control, treatment } = (await stateOf(project)).buckets
    expect(control.failures + treatment.failures).toBe(3)
  })

  test('is not replaced for a golden, which could not be measured', async ({ project, onTestFinished }) => {
    const { env } = await serve(onTestFinished, (_, { model }) => (model === 'big' ? fails : 'Yes.'))
    await project.write(goldenProject({ work: [{ id: 'work', question: work.repeat(3), trait: 'work' }] }))
    const run = await project.vitest(['run', 'goldens'], env)
    expect(run.output).toMatch(/1 could not be measured/)
    expect(run.exitCode).toBe(1)
  })
})

requires('engine', 'weights')('examples/adaptive-routing', () => {
  test(
    'routes conversations to two real models, and prints the state before and after',
    { timeout: 240_000 },
    async ({ project }) => {
      await cp(join(import.meta.dirname, '../../examples/adaptive-routing'), project.dir, { recursive: true })
      const config = await project.read('vitest.config.ts')
      await project.write({ 'vitest.config.ts': config.replace('max_tokens: 48', 'max_tokens: 8') })
      const env = { AIOS_BACKEND: 'embedded', AIOS_DIR: join(project.dir, '.aios'), CONVERSATIONS: '2' }
      await mkdir(join(project.dir, '.aios'))
      for (const part of ['engine', 'models']) await symlink(join(AIOS_DIR, part), join(project.dir, '.aios', part))
      const before = await project.aios(['router'], env)
      expect(before.exitCode).toBe(0)
      const run = await project.vitest(['run', 'live'], env)
      expect(run.output).toMatch(/2 passed/)
      const { control, treatment } = (await stateOf(project)).buckets
      expect(control.sample_count + treatment.sample_count).toBe(6)
      expect(new Set((await replies(project)).map(({ source }) => source))).toEqual(new Set(['embedder', 'main_model']))
      const after = await project.aios(['router'], env)
      expect(after.output).not.toBe(before.output)
      expect(after.exitCode).toBe(0)
    },
  )
})
