/** The software that serves the models. */
export type Software = 'lmstudio' | 'vitest-aios' | 'llama.cpp' | 'ollama' | 'vllm' | 'unknown'
