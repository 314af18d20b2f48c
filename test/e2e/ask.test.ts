import { readdirSync } from 'node:fs'
import { describe, expect } from 'vitest'
import type { AskReport } from '../../schemas/generated/ask.ts'
import validate from '../../schemas/generated/ask.validate.js'
import { test } from '../support/aios-in-turn.ts'
import { configFile } from '../support/golden-project.ts'
import { execute } from '../support/project.ts'
import { scriptedModels } from '../support/scripted-models.ts'

describe('aios ask', { timeout: 60_000 }, () => {
  test('asks the model that the router chooses, or the given one, and writes nothing', async ({
    project,
    onTestFinished,
  }) => {
    const server = await scriptedModels(['big', 'small'], (_, { model }) => `I am ${model}.\nSecond line.`)
    onTestFinished(() => server.close())
    const env = { AIOS_BASE_URL: server.url }
    await project.write({ 'vitest.config.ts': configFile({ aios: "prompt: 'Be brief.'" }) })
    const before = readdirSync(project.dir)

    const first = await project.aios(['ask', 'hi'], env)
    expect(first.exitCode).toBe(0)
    expect(first.output).toMatch(/^route {4}embedder\n {9}weight 0\.\d{3}, boundary 0\.5 \((control|treatment)\): /m)
    expect(first.output).toMatch(/^parts {4}\w+ [+-]0\.\d{3}/m)
    expect(first.output).toMatch(/^times {4}total \d+ ms, first token \d+ ms/m)
    expect(first.output).toMatch(/^I am small\.\nSecond line\.$/m)

    const cli = ['node_modules/vitest-aios/dist/cli.js', 'ask', 'hi', '--conversation', 'c1', '--json']
    const askJson = async (args: string[]) => {
      const { exitCode, stdout } = await execute(project.dir, process.execPath, [...cli, ...args], env)
      const report: unknown = JSON.parse(stdout)
      expect(validate(report) ? [] : validate.errors).toEqual([])
      expect(exitCode).toBe(0)
      return report as AskReport
    }
    const given = await askJson(['--source', 'main_model'])
    expect(given).toMatchObject({
      backend: 'live',
      route: { source: 'main_model', routed: 'embedder', conversation: 'c1' },
      result: { kind: 'reply', text: 'I am big.\nSecond line.', model: 'big' },
    })
    expect((await askJson([])).route).toEqual({ ...given.route, source: 'embedder' })
    expect(server.asked().map(({ model }) => model)).toEqual(['small', 'big', 'small'])
    expect(readdirSync(project.dir)).toEqual(before)
  })

  test('keeps control characters of a reply from the terminal', async ({ project, onTestFinished }) => {
    const server = await scriptedModels(['big', 'small'], () => 'a\u001b]0;owned\u0007b\u202ec')
    onTestFinished(() => server.close())
    await project.write({ 'vitest.config.ts': configFile() })
    const { exitCode, output } = await project.aios(['ask', 'hi'], { AIOS_BASE_URL: server.url })
    expect(exitCode).toBe(0)
    expect(output).toContain(String.raw`a\x1b]0;owned\x07b\u202ec`)
    expect(output).not.toMatch(/[\u001b\u0007\u202e]/)
  })

  test('names the failure of a model with its remedy, and ends with exit code 1', async ({
    project,
    onTestFinished,
  }) => {
    const server = await scriptedModels(['big', 'small'], () => ({
      status: 401,
      body: '{"error":{"message":"bad key"}}',
    }))
    onTestFinished(() => server.close())
    await project.write({ 'vitest.config.ts': configFile() })
    const { exitCode, output } = await project.aios(['ask', 'hi'], { AIOS_BASE_URL: server.url })
    expect(output).toMatch(/^failed {3}unauthorized: .*bad key[^]*\n {9}-> .*AIOS_API_KEY/m)
    expect(exitCode).toBe(1)
  })

  test('says what is missing without a server, with recordings only, and without a question', async ({ project }) => {
    await project.write({ 'vitest.config.ts': configFile() })
    for (const [args, env, words] of [
      [
        ['hi'],
        { AIOS_BASE_URL: 'http://127.0.0.1:9/v1' },
        /no backend can answer the question\.[^]*lms server start[^]*AIOS_BACKEND=embedded .* npx aios ask "\.\.\."[^]*aios doctor/,
      ],
      [['hi'], { AIOS_BACKEND: 'embedded' }, /To use the embedded engine:\n    npx aios models pull/],
      [['hi'], { AIOS_BACKEND: 'replay' }, /recordings only\n.*lms server start.*models pull.*\n.*AIOS_BACKEND=auto/],
      [['  '], {}, /there is no question: npx aios ask "Plan a day in Rome"/],
      [['hi', '--source', 'big'], {}, /Allowed choices are main_model, embedder/],
    ] as const) {
      const { exitCode, output } = await project.aios(['ask', ...args], env)
      expect(output).toMatch(words)
      expect(output).not.toMatch(/^ {4}at |AIOS_RECORD|AIOS_BACKEND=replay|vitest run/m)
      expect(exitCode).toBe(1)
    }
  })

  test('routes by the state of the router, and leaves it as it is', async ({ project, onTestFinished }) => {
    const server = await scriptedModels(['big', 'small'], () => 'ok')
    onTestFinished(() => server.close())
    await project.write({ 'vitest.config.ts': configFile(), '.aios/adaptive_routing_state.json': '{"half' })
    const { exitCode, output } = await project.aios(['ask', 'hi'], { AIOS_BASE_URL: server.url })
    expect(output).toMatch(/warning: the router's state .* cannot be used[^]*both buckets are taken to be at 0\.5/)
    expect(exitCode).toBe(0)
    expect(await project.read('.aios/adaptive_routing_state.json')).toBe('{"half')
    expect(readdirSync(`${project.dir}/.aios`)).toEqual(['adaptive_routing_state.json'])
  })
})
