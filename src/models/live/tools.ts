import type { Software } from '../../settings/software.ts'

/** Commands of the software that serves the models; each text fits after a colon or a verb. */
export interface Tool {
  start: (port: string) => string
  /** Loads the model. */
  load: (model: string) => string
  /** Loads the model with a longer context. */
  loadLonger: (model: string) => string
  reload: (model: string) => string
  fetch: (model: string) => string
  /** Lists the ids of the models. */
  list: string
  log: string
}

const LM_STUDIO: Tool = {
  start: (port) => `\`lms server start${port === '' ? '' : ` --port ${port}`}\``,
  load: (model) => `\`lms load ${model}\``,
  loadLonger: (model) => `\`lms load ${model} --context-length 8192\``,
  reload: (model) => `\`lms unload ${model} && lms load ${model}\``,
  fetch: (model) => `\`lms get ${model}\``,
  list: '`lms ls`',
  log: '`lms log stream`',
}

const TOOLS: Readonly<Record<Software, Tool>> = {
  lmstudio: LM_STUDIO,
  'vitest-aios': {
    start: (port) => `\`npx aios serve${port === '' ? '' : ` --port ${port}`}\``,
    load: () => 'restart `npx aios serve`, which loads models on demand',
    loadLonger: () => 'use a model with a longer context',
    reload: () => 'restart `npx aios serve`',
    fetch: (model) => `\`npx aios models pull ${model}\``,
    list: '`npx aios models list`',
    log: 'the output of `npx aios serve`',
  },
  'llama.cpp': {
    start: (port) => `\`llama-server -m MODEL.gguf${port === '' ? '' : ` --port ${port}`}\``,
    load: (model) => `\`llama-server -m MODEL.gguf --alias ${model}\``,
    loadLonger: (model) => `\`llama-server -m MODEL.gguf --alias ${model} -c 8192\``,
    reload: (model) => `\`llama-server -m MODEL.gguf --alias ${model}\``,
    fetch: (model) => `\`llama-server -hf USER/REPOSITORY --alias ${model}\``,
    list: '`GET /v1/models`',
    log: 'the output of `llama-server`',
  },
  ollama: {
    start: () => '`ollama serve`',
    load: (model) => `\`ollama run ${model} ""\``,
    loadLonger: () => '`OLLAMA_CONTEXT_LENGTH=8192 ollama serve`',
    reload: (model) => `\`ollama stop ${model} && ollama run ${model} ""\``,
    fetch: (model) => `\`ollama pull ${model}\``,
    list: '`ollama list`',
    log: 'the log of `ollama serve`',
  },
  vllm: {
    start: (port) => `\`vllm serve MODEL${port === '' ? '' : ` --port ${port}`}\``,
    load: (model) => `\`vllm serve ${model}\``,
    loadLonger: (model) => `\`vllm serve ${model} --max-model-len 8192\``,
    reload: (model) => `\`vllm serve ${model}\``,
    fetch: (model) => `\`vllm serve ${model}\``,
    list: '`GET /v1/models`',
    log: 'the output of `vllm serve`',
  },
  unknown: {
    start: () => 'the command of your server',
    load: (model) => `load ${model} with the server's own tool`,
    loadLonger: (model) => `load ${model} with a longer context, with the server's own tool`,
    reload: (model) => `load ${model} again with the server's own tool`,
    fetch: (model) => `add ${model} with the server's own tool`,
    list: '`GET /v1/models`',
    log: "the server's log",
  },
}

/** The commands of a server's software; unknown software gets generic instructions. */
export function toolOf(software: Software | undefined): Tool {
  return TOOLS[software ?? 'unknown']
}
