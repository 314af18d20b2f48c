import { describe, expect, test } from 'vitest'
import { aliasesOf, isListedAs, isSameModel } from '../../../../src/models/live/identity.ts'
import { findModel, isNativeListing, listingOfOpenAi } from '../../../../src/models/live/listing.ts'

describe('a reply names the model asked for', () => {
  test.each([
    ['phi-4', 'phi-4'],
    ['phi-4', 'PHI-4'],
    ['phi-4', 'phi-4:latest'],
    ['phi-4:latest', 'phi-4'],
    ['phi-4', 'phi-4:2'],
    ['phi-4', 'ollama_chat/phi-4'],
    ['phi-4', 'accounts/acme/models/phi-4'],
    ['acme/phi-4', 'phi-4'],
    ['gpt-4o', 'gpt-4o-2024-11-20'],
    ['openai/gpt-4o', 'gpt-4o-2024-11-20'],
    ['claude-3-5-haiku', 'claude-3-5-haiku-20241022'],
    ['claude-3-5-haiku', 'anthropic/claude-3-5-haiku@20241022'],
    ['mistral-small-latest', 'mistral-small-2503'],
    ['gemini-1.5-pro-latest', 'gemini-1.5-pro-002'],
    ['phi-4', '/srv/models/phi-4.gguf'],
    ['phi-4', 'C:\\models\\phi-4-Q5_K_M.gguf'],
    ['phi-4', './phi-4.IQ4_XS-00001-of-00002.gguf'],
    ['models/phi-4-q8_0.gguf', 'phi-4-q8_0'],
    ['phi-4', 'phi-4@q4_k_m'],
    ['phi-4@q4_k_m', 'phi-4'],
    ['phi-4', 'acme/Phi-4-GGUF:Q4_K_M'],
    ['phi-4', 'mlx-community/phi-4-4bit'],
  ])('%s as %s', (asked, answered) => {
    expect(isSameModel(asked, answered)).toBe(true)
  })

  test.each([
    ['phi-4', 'phi-4-mini'],
    ['phi-4', 'mini-phi-4'],
    ['phi-4', 'xphi-4'],
    ['phi-4', 'phi-4:14b'],
    ['phi-4', ''],
    ['', 'phi-4'],
    ['acme/phi-4', 'other/phi-4'],
    ['phi-4@q4_k_m', 'phi-4@q8_0'],
    ['phi-4-q4_0.gguf', '/models/phi-4-q8_0.gguf'],
    ['gpt-4o', 'gpt-4o-mini-2024-07-18'],
    ['gpt-4o-2024-08-06', 'gpt-4o-2024-11-20'],
    ['gpt-4o-2024-08-06', 'gpt-4o'],
    ['qwen3-4b', 'qwen3-4b-2507'],
    ['deepseek-r1', 'deepseek-r1-0528'],
    ['phi-4', 'phi-4/other'],
  ])('%s is not %s', (asked, answered) => {
    expect(isSameModel(asked, answered)).toBe(false)
  })

  test('an alias counts, of the model that it was given for', () => {
    const aliases = { Chat: ['vendor-x/large', 'large-v2'] }
    expect(isSameModel('chat', 'eu.gateway/large-v2', aliasesOf(aliases, 'chat'))).toBe(true)
    expect(isSameModel('chat', 'large-v3', aliasesOf(aliases, 'chat'))).toBe(false)
    expect(isSameModel('small', 'large-v2', aliasesOf(aliases, 'small'))).toBe(false)
  })

  test("the server's own list gives further names", () => {
    const models = [{ id: 'chat', loaded: null, names: ['acme/phi-4'], instances: ['chat-a'] }]
    expect(isListedAs(models, 'CHAT', 'chat-a')).toBe(true)
    expect(isListedAs(models, 'chat', 'phi-4')).toBe(true)
    expect(isListedAs(models, 'chat', 'phi-3')).toBe(false)
    expect(isListedAs(models, 'other', 'phi-4')).toBe(false)
  })
})

const listed = (body: unknown, status = 200) =>
  listingOfOpenAi({ status, contentType: '', headers: {}, text: JSON.stringify(body) })?.map(({ id }) => id) ?? null

describe('a list of models', () => {
  test.each<[string, unknown, string[] | null]>([
    ['OpenAI', { object: 'list', data: [{ id: 'a' }, { id: 'b' }] }, ['a', 'b']],
    ['a bare array', [{ id: 'a' }], ['a']],
    ['names alone', ['a', 'b'], ['a', 'b']],
    ['names in data', { data: ['a'] }, ['a']],
    ['models', { models: [{ name: 'a:latest', model: 'a:latest' }, { name: 'b' }] }, ['a:latest', 'b']],
    ['models within data', { data: { models: [{ id: 'a' }] } }, ['a']],
    ['rows without a name', { data: [{ id: 'a' }, {}, null, { id: 7 }, { id: '' }] }, ['a']],
    ['Ollama without a model', { object: 'list', data: null }, []],
    ['no models', { object: 'list', data: [] }, []],
    ['rows that are all nameless', { data: [{ x: 1 }] }, null],
    ['an error', { error: 'no', data: [{ id: 'a' }] }, null],
    ['something else', { status: 'ok' }, null],
  ])('%s', (_name, body, expected) => {
    expect(listed(body)).toEqual(expected)
  })

  test('is not read from an error status', () => {
    expect(listed({ data: [{ id: 'a' }] }, 404)).toBeNull()
  })

  test("LM Studio's own lists are told apart", () => {
    const native = (body: unknown) =>
      isNativeListing({ status: 200, contentType: '', headers: {}, text: JSON.stringify(body) })
    expect(native({ models: [{ key: 'a', loaded_instances: [] }] })).toBe(true)
    expect(native({ data: [{ id: 'a', state: 'loaded' }] })).toBe(true)
    expect(native({ data: [{ id: 'a' }] })).toBe(false)
  })

  test('is searched for the exact name, then for the only one that means the same', () => {
    const models = ['vendor/phi-4', 'Phi-4', 'yi:latest', 'one/x', 'two/x'].map((id) => ({ id, loaded: null }))
    expect(findModel(models, 'phi-4')?.id).toBe('Phi-4')
    expect(findModel(models, 'yi')?.id).toBe('yi:latest')
    expect(findModel(models, 'x')).toBeUndefined()
    expect(findModel(models, 'chat', ['one/x'])?.id).toBe('one/x')
  })
})
