import { checksumOf } from './cache-folder.ts'
import type { LogPart, ParquetFile } from './log-part.ts'

/** Parquet files whose content is what was written. Each is read once. */
export class CheckedParts {
  readonly #paths = new Set<string>()

  /** Of a file that was just written. */
  add(path: string): void {
    this.#paths.add(path)
  }

  /** Rejects with an error that names the file where one has another content, or is gone. */
  async check(files: readonly ParquetFile[]): Promise<void> {
    for (const { path, checksum } of files) {
      if (this.#paths.has(path)) continue
      if ((await checksumOf(path)) !== checksum) throw new Error(`${path} is damaged`)
      this.#paths.add(path)
    }
  }
}

/** Whether an error of DuckDB or of the check names a file of a part. Pure. */
export function isNamedIn(message: string, part: LogPart): boolean {
  return [part, ...(part.judgements === null ? [] : [part.judgements])].some(
    ({ path, pattern }) => message.includes(path) || message.includes(pattern),
  )
}
