import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { CATALOGUE } from './catalogue.ts'
import type { PromptStyle } from './catalogue.ts'

/** A model that can be served: a whole file in the folder of weights. */
export interface Weights {
  id: string
  path: string
  prompt: PromptStyle
  quantization: string
  architecture: string
  /** null: known only once it is loaded. */
  maxContext: number | null
  /** Context to load it with, in tokens, for each slot. */
  context: number
}

/** Where weights live below the project's `AIOS_DIR`. */
export function modelFolder(dir: string): string {
  return join(dir, 'models')
}

/**
 * The weights in `<dir>/models`: catalogue models first, then every other `*.gguf` under its file name. A catalogue
 * file of another size is not whole, and is left out. Only looks at names and sizes.
 */
export function findModelFiles(dir: string): Weights[] {
  const folder = modelFolder(dir)
  const known = CATALOGUE.flatMap((model) => {
    const path = join(folder, model.file)
    return statSync(path, { throwIfNoEntry: false })?.size === model.bytes ? [{ ...model, path }] : []
  })
  return [...known, ...otherWeights(folder)]
}

function otherWeights(folder: string): Weights[] {
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
