import { mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CATALOGUE, pairAmong, PAIRS } from '../../../../../src/models/embedded/install/catalogue.ts'
import { defaultThreads } from '../../../../../src/models/embedded/engine/llama.ts'
import { transcript } from '../../../../../src/models/embedded/engine/prompt.ts'
import { knownModels } from '../../../../../src/models/embedded/install/pull.ts'
import { engineSeenFrom, engineStatus } from '../../../../../src/models/embedded/install/status.ts'
import { findModelFiles } from '../../../../../src/models/embedded/install/model-files.ts'
import { temporaryFolder } from '../../../../support/folder.ts'

/** A folder with files of these sizes in `models`; they take no room. */
function folderWith(files: Record<string, number>): string {
  const dir = temporaryFolder()
  mkdirSync(join(dir, 'models'))
  for (const [name, bytes] of Object.entries(files)) {
    writeFileSync(join(dir, 'models', name), '')
    truncateSync(join(dir, 'models', name), bytes)
  }
  return dir
}

test('pulls the pair small by default, pairs and single models by name in any letter case', () => {
  expect(knownModels([])).toEqual(PAIRS.small)
  expect(knownModels(['TINY'])).toEqual(PAIRS.tiny)
  expect(knownModels(['Gemma-3-270M', 'tiny']).map(({ id }) => id)).toEqual(['gemma-3-270m', 'smollm2-135m-instruct'])
  expect(knownModels(['small', 'tiny'])).toEqual(CATALOGUE)
})

test('rejects an unknown model with the list of known names', () => {
  expect(() => knownModels(['tiny', 'gemma'])).toThrow(
    'unknown model "gemma"; known are small, tiny, qwen2.5-coder-1.5b-instruct, qwen2.5-coder-0.5b-instruct, ' +
      'smollm2-135m-instruct, gemma-3-270m',
  )
})

test('uses a complete pair before other installed models', () => {
  const [main, embedder] = PAIRS.tiny.map(({ id }) => id)
  expect(pairAmong([PAIRS.small[1].id, embedder ?? '', main ?? '', 'other'])).toEqual({ main_model: main, embedder })
  expect(pairAmong(['one', 'two', 'three'])).toEqual({ main_model: 'one', embedder: 'two' })
  expect(pairAmong(['one'])).toEqual({ main_model: 'one', embedder: 'one' })
})

test.each(CATALOGUE)('$id: parts of the packages are distinct and in order', ({ packages }) => {
  const numbers = packages.map(({ member }) => Number(/(\d+)(?:\.bin)?$/.exec(member)?.[1]))
  if (packages.length > 1) expect(numbers).toEqual(packages.map((_, index) => (numbers[0] ?? 0) + index))
  expect(new Set(packages.map(({ requirement }) => requirement)).size).toBe(packages.length)
})

test('weights that are not whole are not there', () => {
  const dir = folderWith({ 'gemma-3-270m-q4_k_m.gguf': 253_113_024, 'SmolLM2-135M-Instruct.Q4_1.gguf': 98_362_431 })
  expect(findModelFiles(dir).map(({ id }) => id)).toEqual(['gemma-3-270m'])
})

test('other weights are served under their file name', () => {
  const dir = folderWith({ 'my-model-Q5_K_S.gguf': 10, 'my-model.gguf.part': 10, 'notes.txt': 10 })
  expect(findModelFiles(dir)).toMatchObject([
    { id: 'my-model-Q5_K_S', quantization: 'Q5_K_S', prompt: { kind: 'chat' }, maxContext: null },
  ])
})

test('an empty folder lacks engine and models by name', async () => {
  const dir = temporaryFolder()
  expect(engineSeenFrom(join(dir, 'engine'))).toBeNull()
  const status = await engineStatus(dir)
  expect(status).toMatchObject({ kind: 'missing', models: [] })
  expect(status.kind === 'missing' && status.missing).toEqual(expect.arrayContaining(PAIRS.small.map(({ id }) => id)))
})

test('an engine of another major version is passed over', () => {
  const engineOf = (version: string) => {
    const dir = temporaryFolder()
    const folder = join(dir, 'node_modules/node-llama-cpp')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ version, main: './index.js' }))
    writeFileSync(join(folder, 'index.js'), '')
    return engineSeenFrom(dir)
  }
  expect(engineOf('2.8.0')).toBeNull()
  expect(engineOf('3.22.1')).toMatchObject({ version: '3.22.1' })
})

test('a base model gets a transcript to carry on', () => {
  const style = PAIRS.tiny[1].prompt
  if (style.kind !== 'transcript') throw new Error('the embedder of the pair tiny is a base model')
  const messages = [
    { role: 'system', content: 'Answer in English.' },
    { role: 'user', content: 'Hi' },
    { role: 'assistant', content: 'Hello.' },
    { role: 'user', content: 'Bye' },
  ] as const
  expect(transcript(style, messages)).toMatchInlineSnapshot(`
    "Answer in English.

    User: What is the capital of Italy?
    Assistant: Rome.
    User: How many days are in a week?
    Assistant: Seven.
    User: Hi
    Assistant: Hello.
    User: Bye
    Assistant:"
  `)
})

test('one core is left to those who ask', () => {
  expect([1, 2, 4, 64].map(defaultThreads)).toEqual([1, 1, 3, 8])
})
