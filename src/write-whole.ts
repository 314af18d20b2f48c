import writeFileAtomic from 'write-file-atomic'
import { namingFile } from './text/system-error.ts'

/**
 * Replaces a file: it has all of the new content or none of it, whenever the process is killed. Throws the system's error,
 * which names the file.
 */
export function writeWhole(path: string, content: string | Buffer): void {
  try {
    writeFileAtomic.sync(path, content)
  } catch (error) {
    throw namingFile(error, path)
  }
}
