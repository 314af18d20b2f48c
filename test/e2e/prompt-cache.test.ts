import { setTimeout as after } from 'node:timers/promises'
import OpenAI from 'openai'
import { describe, expect, vi } from 'vitest'
import { startStandIn } from '../../src/models/embedded/server/server.ts'
import { goldenProject, numbered } from '../support/golden-project.ts'
import { test } from '../support/project.ts'
import { AIOS_DIR, requires } from '../support/requires.ts'
import { scriptedModels } from '../support/scripted-models.ts'
import { chunk, DONE } from '../support/scripted-server.ts'

vi.setConfig({ testTimeout: 120_000 })

const PROMPT = 400

/** The usage of a reply, with what the server took from its cache. */
function usageWith(cached: number, model: string): string {
  const usage = {
    prompt_tokens: PROMPT,
    completion_tokens: 1,
    total_tokens: PROMPT + 1,
    prompt_tokens_details: { cached_tokens: cached },
  }
  return `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', model, choices: [], usage })}\n\n`
}

/** A server that keeps every prompt it has seen, until it is restarted. */
async function cachingServer() {
  const seen = new Set<string>()
  const server = await scriptedModels(['big', 'small'], (question, { model }) => async (response) => {
    const cached = seen.has(question) ? PROMPT - 2 : 0
    seen.add(question)
    if (cached === 0) await after(120)
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.end([chunk({ content: 'Yes.' }, model), chunk({}, model, 'stop'), usageWith(cached, model), DONE].join(''))
  })
  return { ...server, restart: () => seen.clear() }
}

describe('a server that keeps prompts', () => {
  test('is not slower after a restart, nor faster with a warm cache', async ({ project, onTestFinished }) => {
    const server = await cachingServer()
    onTestFinished(() => server.close())
    const env = { AIOS_BACKEND: 'live', AIOS_BASE_URL: server.url }
    await project.write(goldenProject({ set: numbered(6) }))
    const recorded = await project.vitest(['run', 'goldens', '-u'], env)
    expect(recorded.output).toContain('(measured, prompt cache cold)')
    expect(JSON.parse(await project.read('goldens/baseline.json'))).toMatchObject({
      sets: { set: { goldens: { g0: { cached_share: [0] } } } },
    })

    const warm = await project.vitest(['run', 'goldens'], env)
    expect(warm.output).toContain('(measured, prompt cache warm)')
    expect(warm.output.replaceAll(/\s+/g, ' ')).toContain('prompt cache cold in the baseline and warm now')
    expect([warm.exitCode, /status +PASS/.test(warm.output)]).toEqual([0, true])

    await project.vitest(['run', 'goldens', '-u'], env)
    server.restart()
    const restarted = await project.vitest(['run', 'goldens'], env)
    expect(restarted.output.replaceAll(/\s+/g, ' ')).toContain('prompt cache warm in the baseline and cold now')
    expect([restarted.exitCode, /status +PASS/.test(restarted.output)]).toEqual([0, true])
  })
})

requires('engine', 'weights')('the stand-in server', () => {
  test.for([
    [true, 'keeps the common prefix with the prompt before'],
    [false, 'processes every prompt from its start'],
  ] as const)('with promptCache %s, %s', async ([promptCache], { onTestFinished }) => {
    const server = await startStandIn({ dir: AIOS_DIR, promptCache })
    onTestFinished(() => server.close())
    const openai = new OpenAI({ baseURL: server.baseUrl, apiKey: 'any', maxRetries: 0 })
    const ask = async (content: string) => {
      const { usage, choices } = await openai.chat.completions.create({
        model: 'smollm2-135m-instruct',
        messages: [{ role: 'user', content }],
        temperature: 0,
        max_tokens: 8,
      })
      return {
        prompt: usage?.prompt_tokens ?? 0,
        cached: usage?.prompt_tokens_details?.cached_tokens,
        text: choices[0]?.message.content,
      }
    }
    const question = 'Name the four seasons of the year, in the order in which they come, and one month of each.'
    const [first, again, other] = [await ask(question), await ask(question), await ask('Hi')]
    expect(first.cached).toBe(0)
    expect(again.cached).toBe(promptCache ? first.prompt - 1 : 0)
    expect(again.text).toBe(first.text)
    expect(other.cached).toBeLessThan(other.prompt)
  })
})
