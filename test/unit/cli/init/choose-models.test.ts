import { expect, test } from 'vitest'
import { chooseModels } from '../../../../src/cli/init/choose-models.ts'

test.each([
  [['openhermes-2.5-mistral-7b', 'llama-3.2-1b-instruct'], 'openhermes-2.5-mistral-7b', 'llama-3.2-1b-instruct'],
  [['qwen/qwen3-4b', 'smollm2-135m-instruct', 'phi-3.8b'], 'qwen/qwen3-4b', 'smollm2-135m-instruct'],
  [['mixtral-8x7b', 'llama-13b:latest', 'qwen2.5:0.5b'], 'mixtral-8x7b', 'qwen2.5:0.5b'],
  [['text-embedding-nomic-70b', 'Llama-8B', 'Llama-1B'], 'Llama-8B', 'Llama-1B'],
])('of %j takes the largest and the smallest chat model', (ids, mainModel, embedder) => {
  expect(chooseModels(ids)).toEqual({ main_model: mainModel, embedder })
})

test.each([
  [[]],
  [['llama-7b']],
  [['llama-7b', 'mistral-7b']],
  [['llama-7b', 'text-embedding-nomic-1b']],
  [['gpt-large', 'gpt-small']],
  // Versions and quantizations are not numbers of parameters.
  [['phi-3', 'gemma-q4_k_m', 'abc-7bit']],
])('does not guess from %j', (ids) => {
  expect(chooseModels(ids)).toBeNull()
})
