import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { resolveSettings } from '../../../src/settings/resolve.ts'
import type { AiosOptions } from '../../../src/settings/settings.ts'
import { temporaryFolder } from '../../support/folder.ts'

const resolve = (options: AiosOptions = {}, env: Record<string, string> = {}, root = '/project') =>
  resolveSettings(options, { root, env })

describe("the runbook's model file", () => {
  const config = (name: string, endpoint = 'http://127.0.0.1:1234/v1/chat/completions') => ({
    name,
    api_endpoint: endpoint,
  })

  test('names models and their servers; the first file that exists counts', async () => {
    const root = temporaryFolder()
    await writeFile(
      join(root, 'fallback.json'),
      JSON.stringify({
        main_model: config('big'),
        embedder_llm: config('small', 'http://other:8080/v1/'),
        note: 'kept',
      }),
    )
    const settings = resolve({}, { AIOS_MODEL_CONFIG: 'models.json, fallback.json' }, root)
    expect(settings.models).toEqual({
      main_model: { id: 'big', baseUrl: 'http://127.0.0.1:1234/v1' },
      embedder: { id: 'small', baseUrl: 'http://other:8080/v1' },
    })
    expect(settings.origins['models.main_model']).toBe(join(root, 'fallback.json'))
  })

  test('may have the other form of its keys, and addresses of endpoints', async () => {
    const root = temporaryFolder()
    const model = (model_name: string, api_url: string) => ({ model_name, api_url, temperature: 0.7, max_tokens: 2048 })
    const file = {
      main_model: model('big', 'http://localhost:1234/v1'),
      auditor: { model_name: 7, api_url: null },
      embedder: { ...model('small', 'http://localhost:1234/v1/embeddings/'), fallback_dimension: 1024 },
      model_switching: { enabled: true, current_main: 'other' },
    }
    await writeFile(join(root, 'models.json'), `\ufeff${JSON.stringify(file, null, 2).replaceAll('\n', '\r\n')}`)
    const { models } = resolve({}, { AIOS_MODEL_CONFIG: 'models.json' }, root)
    expect(models).toEqual({
      main_model: { id: 'big', baseUrl: 'http://localhost:1234/v1' },
      embedder: { id: 'small', baseUrl: 'http://localhost:1234/v1' },
    })
  })

  test.each([
    [
      { main_model: { model_name: 'a', api_url: 'http://x/v1' } },
      'the model file must be an object with "main_model" and "embedder_llm" (or "embedder"), got { main_model: [Object] }',
    ],
    [
      { embedder: { model_name: 'a', api_url: 'http://x/v1' } },
      '"main_model" must be an object such as { "name": "...", "api_endpoint": "http://127.0.0.1:1234/v1" }, got undefined',
    ],
    [
      { main_model: { api_url: 'http://x' }, embedder: { name: 'b', api_endpoint: 'http://x' } },
      `"main_model" must be an object with "name" (or "model_name"), got { api_url: 'http://x' }`,
    ],
    [
      { main_model: { name: 'a', api_url: 'http://x' }, embedder: { name: 'b' } },
      `"embedder" must be an object with "api_endpoint" (or "api_url"), got { name: 'b' }`,
    ],
    [
      { main_model: { name: 7, api_url: 'http://x' }, embedder: { name: 'b', api_endpoint: 'localhost:1234' } },
      '"main_model.name" must be a non-empty string, got 7',
    ],
    [
      { main_model: { name: 'a', api_url: 'http://x' }, embedder: { name: 'b', api_endpoint: 'localhost:1234' } },
      '"embedder.api_endpoint" must be a URL such as http://127.0.0.1:1234/v1, got "localhost:1234"',
    ],
    [[], 'the model file must be an object'],
  ])('rejects %j', async (file, fault) => {
    const root = temporaryFolder()
    await writeFile(join(root, 'models.json'), JSON.stringify(file))
    expect(() => resolve({}, { AIOS_MODEL_CONFIG: 'models.json' }, root)).toThrow(`models.json: ${fault}`)
  })

  test('that exists but is wrong is an error, and the fallback is not tried', async () => {
    const root = temporaryFolder()
    await writeFile(join(root, 'models.json'), '{ "main_model": { "name": "" } }')
    await writeFile(
      join(root, 'fallback.json'),
      JSON.stringify({ main_model: config('big'), embedder_llm: config('small') }),
    )
    expect(() => resolve({}, { AIOS_MODEL_CONFIG: 'models.json,fallback.json' }, root)).toThrow(
      /models\.json: .*embedder_llm/,
    )
  })

  test('that is missing is an error that names all places, and the option or the variable', () => {
    expect(() => resolve({}, { AIOS_MODEL_CONFIG: 'a.json,b.json' })).toThrow(
      'AIOS_MODEL_CONFIG: no such file: /project/a.json, /project/b.json',
    )
    expect(() => resolve({ modelConfig: 'a.json' })).toThrow('aios({ modelConfig }): no such file: /project/a.json')
  })
})
