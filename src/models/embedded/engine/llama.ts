import { availableParallelism } from 'node:os'
import { pathToFileURL } from 'node:url'
import { findEngine } from '../install/status.ts'

/*
 * The part of node-llama-cpp that is used here. Its own types cannot be imported: the package is an optional peer
 * dependency, absent unless the user installs the embedded engine.
 */

export type Token = number & { readonly token?: never }

export interface Rendered {
  tokenize(tokenizer: LlamaModel['tokenizer']): Token[]
}

export type HistoryItem = { type: 'system' | 'user'; text: string } | { type: 'model'; response: string[] }

export interface ChatWrapper {
  generateContextState(of: { chatHistory: HistoryItem[] }): { contextText: Rendered }
}

export interface EvaluateOptions {
  temperature: number
  topK: number
  topP: number
  minP: number
  seed: number
  repeatPenalty?: { punishTokens: () => Token[]; maxPunishTokens: number; penalty: number }
}

export interface LlamaSequence {
  readonly contextSize: number
  /** Number of tokens in the sequence. */
  readonly nextTokenIndex: number
  clearHistory(): Promise<void>
  /** Keeps the longest prefix that the sequence has in common with the tokens. */
  adaptStateToTokens(tokens: Token[], allowShift: boolean): Promise<void>
  evaluate(tokens: Token[], options: EvaluateOptions): AsyncGenerator<Token, void, void>
}

export interface LlamaContext {
  getSequence(): LlamaSequence
}

export interface LlamaModel {
  readonly tokenizer: (text: string, specialTokens?: boolean) => Token[]
  readonly trainContextSize: number
  readonly tokens: { bos: Token | null; shouldPrependBosToken: boolean }
  readonly fileInfo: { metadata: { general: { architecture: string } } }
  tokenize(text: string): Token[]
  detokenize(tokens: readonly Token[], specialTokens: boolean, lastTokens: readonly Token[]): string
  createContext(options: { contextSize: number; sequences: number }): Promise<LlamaContext>
  dispose(): Promise<void>
}

export interface Llama {
  readonly llamaCppRelease: { release: string }
  readonly cpuMathCores: number
  loadModel(options: {
    modelPath: string
    loadSignal: AbortSignal
    onLoadProgress(progress: number): void
  }): Promise<LlamaModel>
  dispose(): Promise<void>
}

export interface ModelDownloader {
  download(options: { signal?: AbortSignal }): Promise<string>
}

export interface NodeLlamaCpp {
  LlamaLogLevel: { error: string }
  getLlama(options: { gpu: false | 'auto'; build: 'never'; logLevel: string; maxThreads: number }): Promise<Llama>
  resolveChatWrapper(model: LlamaModel, options: { warningLogs: boolean }): ChatWrapper
  createModelDownloader(options: {
    modelUri: string
    dirPath: string
    fileName: string
    deleteTempFileOnCancel: boolean
    endpoints: { huggingFace: string }
    onProgress(status: { totalSize: number; downloadedSize: number }): void
  }): Promise<ModelDownloader>
}

/** Imports the installed engine; rejects with the command that installs it when it is missing. */
export async function importEngine(dir: string): Promise<NodeLlamaCpp> {
  const engine = findEngine(dir)
  if (engine === null) throw new Error('The embedded engine is not installed. Run: npx aios models pull')
  return (await import(pathToFileURL(engine.entry).href)) as NodeLlamaCpp
}

/** Starts the engine on the processor, so that a reply does not depend on the machine's graphics card. */
export async function startLlama(engine: NodeLlamaCpp, threads: number | undefined): Promise<Llama> {
  return engine.getLlama({
    // The only build for Apple silicon uses Metal.
    gpu: process.platform === 'darwin' && process.arch === 'arm64' ? 'auto' : false,
    build: 'never',
    logLevel: engine.LlamaLogLevel.error,
    maxThreads: threads ?? defaultThreads(availableParallelism()),
  })
}

/**
 * Leaves one core to the clients. The engine's threads wait for each other by spinning: if one of them shares its core, a
 * token takes seconds instead of milliseconds. The engine's own default is four threads on any machine.
 */
export function defaultThreads(cores: number): number {
  return Math.max(1, Math.min(cores - 1, 8))
}
