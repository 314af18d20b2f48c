import type { Message } from '../../models.ts'
import type { ChatWrapper, Llama, LlamaModel, LlamaSequence, NodeLlamaCpp, Token } from './llama.ts'
import { chatHistory, transcript } from './prompt.ts'
import { fewestTokens } from './prompt-length.ts'
import { StopStrings } from './stop-strings.ts'
import type { ModelFile } from '../install/model-files.ts'

/** How a reply is decoded. Temperature 0: greedy, the same reply every time. */
export interface Decoding {
  temperature: number
  top_p: number
  /** 0: all tokens. */
  top_k: number
  repeat_penalty: number
  seed: number
  /** null: as many as the context holds. */
  max_tokens: number | null
  stop: readonly string[]
}

/** A conversation, which gets the model's prompt style, or plain text, which is continued as it is. */
export type PromptInput = { messages: readonly Message[] } | { text: string }

/** A tokenized prompt that fits in the context. */
export interface TokenizedPrompt {
  tokens: Token[]
  stop: readonly string[]
  /** Leading white space of the reply belongs to the prompt style and is dropped. */
  trims: boolean
}

/** Why a reply ended, in LM Studio's words. */
export type StopReason = 'eosFound' | 'stopStringFound' | 'maxPredictedTokensReached' | 'contextLengthReached'

/** Statistics of one reply; times in milliseconds. */
export interface GenerationStats {
  finish: 'stop' | 'length'
  reason: StopReason
  completionTokens: number
  /** Tokens of the prompt that were in memory from the request before. */
  cachedTokens: number
  firstTokenMs: number
  totalMs: number
}

/** The prompt alone fills the context. `tokens` is a lower bound if the prompt is much longer. */
export class ContextOverflowError extends Error {
  override name = 'ContextOverflowError'
  readonly tokens: number
  readonly context: number

  constructor(tokens: number, context: number) {
    super(`the prompt has ${tokens} tokens, the context is limited to ${context}`)
    this.tokens = tokens
    this.context = context
  }
}

// llama.cpp's own window for the repeat penalty.
const PENALTY_WINDOW = 64
// A character may span several tokens; after this many, an incomplete character is emitted as it is.
const LONGEST_CHARACTER = 8

/** A model in memory, with one sequence for each concurrent request. */
export class LoadedModel {
  readonly modelFile: ModelFile
  /** In tokens, for each request. */
  readonly context: number
  readonly maxContext: number
  readonly architecture: string
  readonly #model: LlamaModel
  readonly #wrapper: ChatWrapper
  readonly #idle: LlamaSequence[]
  readonly #keepsPrefix: boolean

  private constructor(
    modelFile: ModelFile,
    model: LlamaModel,
    wrapper: ChatWrapper,
    sequences: LlamaSequence[],
    keepsPrefix: boolean,
  ) {
    this.#keepsPrefix = keepsPrefix
    this.modelFile = modelFile
    this.#model = model
    this.#wrapper = wrapper
    this.#idle = sequences
    this.context = sequences[0]?.contextSize ?? 0
    this.maxContext = model.trainContextSize
    this.architecture = model.fileInfo.metadata.general.architecture
  }

  /** `onProgress` receives the loaded share, from 0 to 1. */
  static async load(
    { engine, llama }: { engine: NodeLlamaCpp; llama: Llama },
    modelFile: ModelFile,
    options: { slots: number; keepsPrefix: boolean; signal: AbortSignal; onProgress: (share: number) => void },
  ): Promise<LoadedModel> {
    const { slots, signal, onProgress } = options
    const model = await llama.loadModel({ modelPath: modelFile.path, loadSignal: signal, onLoadProgress: onProgress })
    try {
      const contextSize = Math.min(modelFile.context, model.trainContextSize)
      const context = await model.createContext({ contextSize, sequences: slots })
      // A disposed sequence is not free again at once, so each slot keeps its sequence.
      const sequences = Array.from({ length: slots }, () => context.getSequence())
      return new LoadedModel(
        modelFile,
        model,
        engine.resolveChatWrapper(model, { warningLogs: false }),
        sequences,
        options.keepsPrefix,
      )
    } catch (error) {
      await model.dispose()
      throw error
    }
  }

  /** Throws a {@link ContextOverflowError} when the context has no space left for a reply. */
  prompt(asked: PromptInput): TokenizedPrompt {
    const atLeast = fewestTokens(asked, this.context, (text) => this.#model.tokenize(text).length)
    if (atLeast >= this.context) throw new ContextOverflowError(atLeast, this.context)
    const prompt = this.#render(asked)
    if (prompt.tokens.length >= this.context) throw new ContextOverflowError(prompt.tokens.length, this.context)
    return prompt
  }

  #render(asked: PromptInput): TokenizedPrompt {
    if ('text' in asked) return { tokens: this.#tokenize(asked.text), stop: [], trims: false }
    const style = this.modelFile.prompt
    if (style.kind === 'transcript') {
      return { tokens: this.#tokenize(transcript(style, asked.messages)), stop: style.stop, trims: true }
    }
    const { contextText } = this.#wrapper.generateContextState({ chatHistory: chatHistory(asked.messages) })
    return { tokens: contextText.tokenize(this.#model.tokenizer), stop: [], trims: false }
  }

  #tokenize(text: string): Token[] {
    const { bos, shouldPrependBosToken } = this.#model.tokens
    const tokens = this.#model.tokenize(text)
    return bos !== null && shouldPrependBosToken ? [bos, ...tokens] : tokens
  }

  /**
   * Yields the reply piece by piece and returns its statistics. Rejects with the signal's reason when that aborts; a prompt
   * that is being processed runs to its end first.
   */
  async *generate(
    prompt: TokenizedPrompt,
    decoding: Decoding,
    signal: AbortSignal,
  ): AsyncGenerator<string, GenerationStats, void> {
    const sequence = this.#idle.pop()
    if (sequence === undefined)
      throw new Error(`${this.modelFile.id} got more requests at the same time than it has slots`)
    try {
      if (this.#keepsPrefix) await sequence.adaptStateToTokens(prompt.tokens.slice(0, -1), false)
      else await sequence.clearHistory()
      signal.throwIfAborted()
      return yield* this.#decode(sequence, prompt, decoding, signal)
    } finally {
      this.#idle.push(sequence)
    }
  }

  async *#decode(
    sequence: LlamaSequence,
    prompt: TokenizedPrompt,
    decoding: Decoding,
    signal: AbortSignal,
  ): AsyncGenerator<string, GenerationStats, void> {
    const space = this.context - prompt.tokens.length
    const cachedTokens = sequence.nextTokenIndex
    const limit = Math.min(decoding.max_tokens ?? space, space)
    const stops = new StopStrings([...prompt.stop, ...decoding.stop])
    const generated: Token[] = []
    const startedAt = performance.now()
    let firstTokenMs = 0
    let pending: Token[] = []
    let begun = !prompt.trims
    const ended = (reason: StopReason): GenerationStats => ({
      finish: reason === 'eosFound' || reason === 'stopStringFound' ? 'stop' : 'length',
      reason,
      completionTokens: generated.length,
      cachedTokens,
      firstTokenMs,
      totalMs: performance.now() - startedAt,
    })
    const full = (): GenerationStats => ended(limit === space ? 'contextLengthReached' : 'maxPredictedTokensReached')
    if (limit === 0) return full()
    for await (const token of sequence.evaluate(
      prompt.tokens.slice(cachedTokens),
      this.#options(decoding, prompt.tokens, generated),
    )) {
      if (generated.length === 0) firstTokenMs = performance.now() - startedAt
      signal.throwIfAborted()
      const before = generated.slice(-LONGEST_CHARACTER - pending.length, generated.length - pending.length)
      generated.push(token)
      pending.push(token)
      const decoded = this.#model.detokenize(pending, false, before)
      const isWhole = !decoded.endsWith('\uFFFD') || pending.length >= LONGEST_CHARACTER || generated.length === limit
      if (isWhole) {
        pending = []
        const piece = begun ? decoded : decoded.trimStart()
        begun ||= piece !== ''
        const { text, stopped } = stops.push(piece)
        if (text !== '') yield text
        if (stopped) return ended('stopStringFound')
      }
      if (generated.length === limit) break
    }
    const rest = stops.end()
    if (rest !== '') yield rest
    return generated.length === limit ? full() : ended('eosFound')
  }

  #options({ temperature, top_k, top_p, seed, repeat_penalty }: Decoding, prompt: Token[], generated: Token[]) {
    const recent = () => [...prompt.slice(-PENALTY_WINDOW), ...generated.slice(-PENALTY_WINDOW)].slice(-PENALTY_WINDOW)
    return {
      temperature,
      topK: top_k,
      topP: top_p,
      minP: 0,
      seed,
      ...(repeat_penalty === 1
        ? {}
        : { repeatPenalty: { punishTokens: recent, maxPunishTokens: PENALTY_WINDOW, penalty: repeat_penalty } }),
    }
  }

  /** Frees the memory. No request may be in progress. */
  dispose(): Promise<void> {
    return this.#model.dispose()
  }
}
