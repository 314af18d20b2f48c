import { describe, expect } from 'vitest'
import type { ResponseEvent } from '../../schemas/generated/provenance.ts'
import { seededRandom } from '../../src/evidence.ts'
import type { Source } from '../../src/source.ts'
import { routableMessages } from '../fixtures/router-replies.ts'
import { test } from '../support/aios-in-turn.ts'

interface Logged {
  question: string
  conversation: string
  source: Source
  passed: boolean
  propensity?: number
  origin?: 'measured' | 'replayed'
}

function line({ question, conversation, source, passed, propensity = 1, origin = 'measured' }: Logged): string {
  const event: ResponseEvent = {
    schema_version: '2.0',
    event_type: 'response',
    ts: '2026-01-31T12:00:00.000Z',
    run_id: 'r1',
    conv_id: conversation,
    msg_id: `${conversation}/1`,
    repeat: 0,
    retry: 0,
    // A hypothesis asks both sources, each in a separate conversation.
    hypothesis: 'H1',
    variant: source,
    question,
    reply: 'A reply.',
    source,
    model: { asked: source === 'main_model' ? 'large' : 'small' },
    route: { weight: 0.5, parts: { base: 0.5 }, bucket: 'treatment', boundary: 0.5, propensity },
    timings: { queue_ms: 0, load_ms: 0, first_token_ms: 100, total_ms: 500, tokens_per_second: 40 },
    tokens: { prompt: 10, completion: 10 },
    finish: 'stop',
    tries: 1,
    verdict: passed ? 'pass' : 'fail',
    origin,
    git_commit: null,
    version: '0.1.0',
  }
  return JSON.stringify(event)
}

const both = (n: number, origin: 'measured' | 'replayed' = 'measured') =>
  routableMessages(n).flatMap(({ question, conversation, main }) => [
    line({ question, conversation, source: 'main_model', passed: main, origin }),
    line({ question, conversation, source: 'embedder', passed: !main, origin }),
  ])

/** One reply to each message, with a probability of 0.3 for main_model. */
const randomized = (n: number) => {
  const random = seededRandom(9)
  return routableMessages(n).map(({ question, conversation, main }) => {
    const toMain = random.uniform() < 0.3
    return line({
      question,
      conversation,
      source: toMain ? 'main_model' : 'embedder',
      passed: toMain === main,
      propensity: toMain ? 0.3 : 0.7,
    })
  })
}

const LOG = '.aios/provenance.ndjson'

describe('aios router learn', () => {
  test('writes better coefficients, keeps the previous ones, and undoes', async ({ project }) => {
    await project.write({ [LOG]: `${both(300).join('\n')}\n` })

    const tried = await project.aios(['router', 'learn', '--dry-run'])
    expect(tried.exitCode).toBe(0)
    expect(tried.output).toContain(
      '300 messages of 300 conversations, 2026-01-31 to 2026-01-31: both replies known\nfor 300, ',
    )
    expect(tried.output).toContain('better  -> run without --dry-run to write router-weights.json')
    expect(project.exists('router-weights.json')).toBe(false)

    const learnt = await project.aios(['router', 'learn', '--json'])
    expect(learnt.exitCode).toBe(0)
    const facts = JSON.parse(learnt.output)
    expect(facts).toMatchObject({ kind: 'learnt', better: true, messages: 300, both: 300 })
    expect(facts.difference.lower).toBeGreaterThan(0.1)
    const file = JSON.parse(await project.read('router-weights.json'))
    expect(file).toMatchObject({
      schema_version: '2.0',
      trained_on: { messages: 300, models: { main_model: ['large'] } },
    })

    // The same data cannot improve on the learnt coefficients.
    const again = await project.aios(['router', 'learn'])
    expect(again.exitCode).toBe(1)
    expect(again.output).toContain('not better')

    const undone = await project.aios(['router', 'learn', '--undo'])
    expect(undone.exitCode).toBe(0)
    expect(undone.output).toContain('the router uses the coefficients of the package')
    expect(project.exists('router-weights.json')).toBe(false)
    expect((await project.aios(['router', 'learn', '--undo'])).exitCode).toBe(0)
    expect(JSON.parse(await project.read('router-weights.json'))).toEqual(file)
  })

  test('learns from one randomized reply per message', async ({ project }) => {
    await project.write({ [LOG]: `${randomized(900).join('\n')}\n` })
    const learnt = await project.aios(['router', 'learn', '--json'])
    expect(JSON.parse(learnt.output)).toMatchObject({ kind: 'learnt', better: true, messages: 900, both: 0 })
  })

  test('exits with 1 for insufficient data, and prints what is missing', async ({ project }) => {
    const refusal = async (lines: readonly string[], args: string[] = []) => {
      await project.write({ [LOG]: `${lines.join('\n')}\n` })
      const { exitCode, output } = await project.aios(['router', 'learn', ...args])
      expect(exitCode).toBe(1)
      expect(project.exists('router-weights.json')).toBe(false)
      return output
    }
    expect(await refusal(both(50))).toContain('50 messages can be used; at least 200 are needed.')
    expect(await refusal(both(300, 'replayed'))).toMatch(/600\sjudged\sreplies\snot\sused/)
    const certain = randomized(300).map((text) => text.replace(/"propensity":0\.\d/, '"propensity":1'))
    expect(await refusal(certain)).toContain('0 messages can be used')
    expect(await refusal(both(300), ['--since', '2026-02-01T00:00:00Z'])).toContain('0 messages can be used')
    expect(await refusal([...both(50), '{"truncated": '])).toContain('left out: 1 damaged line')
    expect((await project.aios(['router', 'learn', '--since', 'yesterday'])).output).toContain(
      'It must be a time such as',
    )
  })

  test('exits with 1 without a log, without previous coefficients, and for an invalid file', async ({ project }) => {
    expect((await project.aios(['router', 'learn'])).output).toContain('there is no log yet')
    const undone = await project.aios(['router', 'learn', '--undo'])
    expect([undone.exitCode, undone.output]).toEqual([1, expect.stringContaining('nothing to undo')])
    await project.write({ 'router-weights.json': '{ "schema_version": "9.0" }', [LOG]: both(300).join('\n') })
    const refused = await project.aios(['router', 'learn'])
    expect(refused.exitCode).toBe(1)
    expect(refused.output).toMatch(
      /router-weights\.json has the version "9\.0"; this package reads 2\.0\. Update vitest-aios/,
    )
  })
})
