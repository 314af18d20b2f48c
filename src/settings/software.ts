/** What serves the models, where it is known. */
export type Software = 'lmstudio' | 'vitest-aios' | 'llama.cpp' | 'ollama' | 'vllm' | 'unknown'
