import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { CATALOGUE } from './catalogue.ts'
import type { PromptStyle } from './catalogue.ts'

/** A model that can be served: a complete GGUF file in the model folder. */
export interface ModelFile {
  id: string
  path: string
  prompt: PromptStyle
  quantization: string
  architecture: string
  /** null: unknown until the model is loaded. */
  maxContext: number | null
  /** Context length to load it with, in tokens, for each slot. */
  context: number
}

/** The folder of the model files in `dir` (`AIOS_DIR`). */
export function modelFolder(dir: string): string {
  return join(dir, 'models')
}

/**
 * The model files in `<dir>/models`: catalogue models first, then every other `*.gguf` under its file name. A catalogue
 * file of another size is incomplete and left out. Reads names and sizes only.
 */
export function findModelFiles(dir: string): ModelFile[] {
  const folder = modelFolder(dir)
  const known = CATALOGUE.flatMap((model) => {
    const path = join(folder, model.file)
    return statSync(path, { throwIfNoEntry: false })?.size === model.bytes ? [{ ...model, path }] : []
  })
  return [...known, ...otherModelFiles(folder)]
}

function otherModelFiles(folder: string): ModelFile[] {
  const files = existsSync(folder) ? readdirSync(folder).sort() : []
  return files
    .filter((file) => file.endsWith('.gguf') && !CATALOGUE.some((model) => model.file === file))
    .map((file) => ({
      id: basename(file, '.gguf'),
      path: join(folder, file),
      prompt: { kind: 'chat' },
      quantization: /(?:^|[-._])((?:I?Q\d\w*|BF16|F16|F32))\.gguf$/i.exec(file)?.[1]?.toUpperCase() ?? 'unknown',
      architecture: 'unknown',
      maxContext: null,
      context: 4_096,
    }))
}
