import { randomBytes } from 'node:crypto'
import { tokensPerSecond } from '../../../verdicts/decoding-speed.ts'
import type { GenerationStats, LoadedModel } from '../engine/engine.ts'
import type { ModelFile } from '../install/model-files.ts'

/** `/v1/models`: every model that can be loaded. */
export function modelList(files: readonly ModelFile[]): object {
  const data = files.map(({ id }) => ({ id, object: 'model', owned_by: 'organization_owner' }))
  return { data, object: 'list' }
}

/** A row of `/api/v0/models`. */
export function modelRow(modelFile: ModelFile, loaded: LoadedModel | null): object {
  const maxContext = loaded?.maxContext ?? modelFile.maxContext
  return {
    id: modelFile.id,
    object: 'model',
    type: 'llm',
    publisher: 'vitest-aios',
    arch: loaded?.architecture ?? modelFile.architecture,
    compatibility_type: 'gguf',
    quantization: modelFile.quantization,
    state: loaded === null ? 'not-loaded' : 'loaded',
    ...(maxContext === null ? {} : { max_context_length: maxContext }),
    ...(loaded === null ? {} : { loaded_context_length: loaded.context }),
  }
}

/** The bodies of one reply, plain or streamed; a chat, or the continuation of a text. */
export class ReplyBodies {
  readonly #model: LoadedModel
  readonly #chat: boolean
  readonly #head: { id: string; created: number; model: string; system_fingerprint: string }

  constructor(model: LoadedModel, chat: boolean) {
    const { id } = model.modelFile
    this.#model = model
    this.#chat = chat
    this.#head = {
      id: `${chat ? 'chatcmpl' : 'cmpl'}-${randomBytes(10).toString('hex')}`,
      created: Math.floor(Date.now() / 1_000),
      model: id,
      system_fingerprint: id,
    }
  }

  /** A whole reply. */
  whole(text: string, promptTokens: number, ended: GenerationStats): object {
    const content = this.#chat
      ? { message: { role: 'assistant', content: text, reasoning_content: '', tool_calls: [] } }
      : { text }
    return {
      ...this.#head,
      object: this.#chat ? 'chat.completion' : 'text_completion',
      choices: [{ index: 0, ...content, logprobs: null, finish_reason: ended.finish }],
      usage: usage(promptTokens, ended),
      stats: {},
    }
  }

  /** The statistics that `/api/v0` adds; its times are in seconds. */
  native(ended: GenerationStats, llamaRelease: string): object {
    const seconds = (milliseconds: number) => Math.round(milliseconds) / 1_000
    const decoding = ended.totalMs - ended.firstTokenMs
    return {
      stats: {
        // null where LM Studio would give a number: too few tokens in too short a time give no meaningful speed.
        tokens_per_second: tokensPerSecond(ended.completionTokens, decoding),
        time_to_first_token: seconds(ended.firstTokenMs),
        generation_time: seconds(decoding),
        stop_reason: ended.reason,
      },
      model_info: {
        arch: this.#model.architecture,
        quant: this.#model.modelFile.quantization,
        format: 'gguf',
        context_length: this.#model.context,
      },
      runtime: {
        name: `llama.cpp-${process.platform}-${process.arch}-cpu`,
        version: llamaRelease,
        supported_formats: ['gguf'],
      },
    }
  }

  /** A piece of a streamed reply. */
  piece(text: string): object {
    return this.#chunk(this.#chat ? { delta: { role: 'assistant', content: text } } : { text }, null)
  }

  /** The end of a streamed reply. */
  finish(ended: GenerationStats): object {
    return this.#chunk(this.#chat ? { delta: {} } : { text: '' }, ended.finish)
  }

  /** The chunk that `include_usage` adds after the end. */
  usage(promptTokens: number, ended: GenerationStats): object {
    return { ...this.#head, object: this.#kind(), choices: [], usage: usage(promptTokens, ended) }
  }

  #chunk(content: object, finish: string | null): object {
    return {
      ...this.#head,
      object: this.#kind(),
      choices: [{ index: 0, ...content, logprobs: null, finish_reason: finish }],
    }
  }

  #kind(): string {
    return this.#chat ? 'chat.completion.chunk' : 'text_completion'
  }
}

function usage(promptTokens: number, { completionTokens, cachedTokens }: GenerationStats): object {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    prompt_tokens_details: { cached_tokens: cachedTokens },
    completion_tokens_details: { reasoning_tokens: 0 },
  }
}
