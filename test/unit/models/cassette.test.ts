import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, describe, expect } from 'vitest'
import { cassetteKey, readCassettes, writeCassettes } from '../../../src/models/cassette.ts'
import { record } from '../../../src/models/recorder.ts'
import { openReplay } from '../../../src/models/replay.ts'
import type { CompletionRequest, ModelFailure, Models, Reply } from '../../../src/models/models.ts'
import { USUAL_PRIVACY } from '../../support/privacy.ts'
import { GREEDY } from '../../../src/settings/sampling.ts'

const models = { main_model: { id: 'big', baseUrl: '' }, embedder: { id: 'small', baseUrl: '' } }
const messages = [{ role: 'user' as const, content: 'What is the capital of France?' }]
const request = { source: 'main_model' as const, messages, repeat: 0, golden: { set: 'My Set', id: 'capital' } }

const test = base.extend('folder', async ({}, { onCleanup }) => {
  const folder = await mkdtemp(join(tmpdir(), 'aios-cassettes-'))
  onCleanup(() => rm(folder, { recursive: true }))
  return folder
})

/** Stands for a server at the edge: every call is answered, and told apart by its number. */
function counting(fails?: (request: CompletionRequest) => boolean): Models & { asked: CompletionRequest[] } {
  const asked: CompletionRequest[] = []
  return {
    asked,
    complete(call): Promise<Reply | ModelFailure> {
      asked.push(call)
      const { source } = call
      const model = models[source].id
      if (fails?.(call))
        return Promise.resolve({
          kind: 'failure',
          source,
          model,
          cause: 'model_crashed',
          evidence: 'gone',
          remedy: 'load it',
          tries: 1,
          origin: 'measured',
        })
      return Promise.resolve({
        kind: 'reply',
        source,
        text: `reply ${asked.length}`,
        finish: 'stop',
        model: { asked: model, answered: model, quantization: 'Q4_1' },
        timings: { queue_ms: 0, load_ms: 0, first_token_ms: 5, total_ms: 10 * asked.length, tokens_per_second: 50 },
        tokens: { prompt: 9, completion: 4 },
        tries: 1,
        quirks: [],
        origin: { kind: 'measured' },
      })
    },
    close: () => Promise.resolve(),
  }
}

async function recordAll(folder: string, repeats: number) {
  const recorded = await record(
    counting(),
    request,
    { models, sampling: GREEDY, record: repeats, ...USUAL_PRIVACY },
    'a server',
  )
  if (recorded.kind !== 'recorded') throw new Error(recorded.evidence)
  return { recorded, paths: await writeCassettes(folder, recorded.entries) }
}

describe('record', () => {
  test('asks both models, the routed one first, and gives its reply to the run', async ({ folder }) => {
    const { recorded, paths } = await recordAll(folder, 2)
    expect(recorded.reply.text).toBe('reply 1')
    expect(recorded.entries.map(({ source, replies }) => [source, replies.map(({ text }) => text)])).toEqual([
      ['main_model', ['reply 1', 'reply 2']],
      ['embedder', ['reply 3', 'reply 4']],
    ])
    expect(paths).toEqual([join(folder, 'my-set.ndjson')])
  })

  test('keeps credentials out of the file, under the key of the messages as they were sent', async ({ folder }) => {
    const token = `ghp_${'a1B2'.repeat(9)}`
    const secret = 'configured-key-1'
    const inner = counting()
    const echo: Models = {
      ...inner,
      async complete(call) {
        const reply = await inner.complete(call)
        return {
          ...reply,
          text: `It is ${token} or ${Buffer.from(secret).toString('base64')}.`,
          reasoning: token,
        } as Reply
      },
    }
    const sent = [{ role: 'user' as const, content: `Is ${token} a token?` }]
    const settings = { models, sampling: GREEDY, record: 1, ...USUAL_PRIVACY, apiKey: secret }
    const recorded = await record(echo, { ...request, messages: sent }, settings, 'a server')
    if (recorded.kind !== 'recorded') throw new Error(recorded.evidence)
    const [path = ''] = await writeCassettes(folder, recorded.entries)
    const written = await readFile(path, 'utf8')
    expect(written).not.toContain(token)
    expect(written).not.toContain(Buffer.from(secret).toString('base64').slice(0, 16))
    const { messages: kept } = [...readCassettes(folder).values()][0] ?? {}
    expect(kept).toEqual([{ role: 'user', content: 'Is [redacted] a token?' }])
    const replayed = await openReplay({ cassettes: folder, models, sampling: GREEDY }).complete({
      ...request,
      messages: sent,
    })
    expect(replayed).toMatchObject({ kind: 'reply', text: expect.stringContaining('It is [redacted] or [redacted]') })
  })

  test('a failure anywhere leaves no recording', async () => {
    const broken = counting(({ source, repeat }) => source === 'embedder' && repeat === 1)
    const recorded = await record(
      broken,
      request,
      { models, sampling: GREEDY, record: 2, ...USUAL_PRIVACY },
      'a server',
    )
    expect(recorded).toMatchObject({ kind: 'failure', cause: 'model_crashed' })
  })
})

describe('replay', () => {
  test('gives what was recorded, for either model and every repeat, with its timings', async ({ folder }) => {
    await recordAll(folder, 2)
    const replay = openReplay({ cassettes: folder, models, sampling: GREEDY })
    expect(await replay.complete({ ...request, repeat: 1 })).toMatchObject({
      text: 'reply 2',
      timings: { total_ms: 20 },
      origin: { kind: 'replayed' },
    })
    expect(await replay.complete({ ...request, source: 'embedder' })).toMatchObject({
      text: 'reply 3',
      model: { quantization: 'Q4_1' },
    })
  })

  test('names the golden and the command that records it where nothing was recorded', async ({ folder }) => {
    await recordAll(folder, 2)
    const replay = openReplay({ cassettes: folder, models, sampling: GREEDY })
    const other = openReplay({ cassettes: folder, models, sampling: { ...GREEDY, temperature: 0.7 } })
    const misses = [await replay.complete({ ...request, repeat: 2 }), await other.complete(request)]
    expect(misses).toMatchInlineSnapshot(`
      [
        {
          "cause": "not_recorded",
          "evidence": "the cassette contains 2 repeats of golden "capital" of "My Set" for main_model (big), not repeat 3",
          "kind": "failure",
          "model": "big",
          "origin": "replayed",
          "remedy": "record it with a live server or the embedded engine: AIOS_RECORD=5 npx vitest run goldens",
          "source": "main_model",
          "tries": 1,
        },
        {
          "cause": "not_recorded",
          "evidence": "no cassette contains golden "capital" of "My Set" for main_model (big) with these messages and sampling settings",
          "kind": "failure",
          "model": "big",
          "origin": "replayed",
          "remedy": "record it with a live server or the embedded engine: AIOS_RECORD=5 npx vitest run goldens",
          "source": "main_model",
          "tries": 1,
        },
      ]
    `)
  })
})

describe('cassette files', () => {
  test('a new recording takes the place of the old one, and others stay', async ({ folder }) => {
    await recordAll(folder, 1)
    const other = await record(
      counting(),
      { ...request, golden: { set: 'My Set', id: 'other' } },
      { models, sampling: GREEDY, record: 1, ...USUAL_PRIVACY },
      'a server',
    )
    // Two hypotheses may record the same.
    if (other.kind === 'recorded') await writeCassettes(folder, [...other.entries, ...other.entries])
    await recordAll(folder, 3)
    const lines = (await readFile(join(folder, 'my-set.ndjson'), 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { golden: string; replies: unknown[] })
    expect(lines.map(({ golden, replies }) => [golden, replies.length])).toEqual([
      ['capital', 3],
      ['capital', 3],
      ['other', 1],
      ['other', 1],
    ])
  })

  test('hold what any text can be', async ({ folder }) => {
    const { recorded } = await recordAll(folder, 1)
    const [entry] = recorded.entries
    if (entry === undefined) throw new Error('nothing recorded')
    const text = 'NUL \0, lone surrogate \ud800, escape \u001b[31m, separators \u2028\u2029'
    await writeCassettes(folder, [{ ...entry, replies: [{ ...entry.replies[0], text }] }])
    expect(readCassettes(folder).get(entry.key)?.replies[0].text).toBe(text)
  })

  test('a broken line is an error with its place and its remedy', async ({ folder }) => {
    await recordAll(folder, 1)
    const path = join(folder, 'my-set.ndjson')
    await writeFile(path, `${await readFile(path, 'utf8')}{"key": 1`)
    expect(() => readCassettes(folder)).toThrow(
      /my-set\.ndjson:3 is not valid JSON: .*delete it and record it again: AIOS_RECORD=5 npx vitest run goldens/,
    )
    await writeFile(path, '{"schema_version": "3.0"}\n')
    expect(() => readCassettes(folder)).toThrow(/my-set\.ndjson:1: .*must be "2\.0"/)
  })

  test('a replay checks a recording when it asks for it, in whatever form its line is', async ({ folder }) => {
    const { recorded } = await recordAll(folder, 1)
    const [main, embedder] = recorded.entries
    const path = join(folder, 'my-set.ndjson')
    const spaced = JSON.stringify(main, null, 1).replaceAll('\n', '')
    await writeFile(path, `${spaced}\n${JSON.stringify({ ...embedder, replies: [] })}\n`)
    const replay = openReplay({ cassettes: folder, models, sampling: GREEDY })
    expect(await replay.complete(request)).toMatchObject({ text: 'reply 1' })
    await expect(replay.complete({ ...request, source: 'embedder' })).rejects.toThrow(
      /my-set\.ndjson:2: .*replies.*delete it and record it again/,
    )
  })

  test('nothing is written without a recording', async ({ folder }) => {
    await writeCassettes(folder, [])
    expect(await readdir(folder)).toEqual([])
  })
})

test('the key changes with everything that shapes a reply, and with nothing else', () => {
  const key = cassetteKey('big', messages, GREEDY)
  expect(
    cassetteKey(
      'big',
      messages.map(({ content, role }) => ({ content, role })),
      Object.fromEntries(Object.entries(GREEDY).toReversed()) as unknown as typeof GREEDY,
    ),
  ).toBe(key)
  const others = [
    cassetteKey('other', messages, GREEDY),
    cassetteKey('big', [...messages, { role: 'assistant', content: 'Paris' }], GREEDY),
    cassetteKey('big', messages, { ...GREEDY, seed: 2 }),
    cassetteKey('big', messages, { ...GREEDY, stop: ['x'] }),
  ]
  expect(new Set([key, ...others]).size).toBe(5)
})
