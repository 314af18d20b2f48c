import { type FileHandle, open } from 'node:fs/promises'
import { resolve } from 'node:path'
import { errorCode, errorMessage } from '../../../text/error-message.ts'
import { leftOut, logFiles } from '../../log-files.ts'

/** A file or a folder of a log that cannot be read, and the reason. */
export interface Unreadable {
  path: string
  reason: string
}

/**
 * Opens the files of a log, in its order, and closes each after its use. A file that may not be read, and the entries of
 * `leftOut`, are added to `unreadable`. Rejects where a file was rotated since it was listed.
 */
export async function* openedFiles(
  from: string | readonly string[],
  unreadable: Unreadable[],
): AsyncGenerator<{ path: string; handle: FileHandle }> {
  unreadable.push(...leftOut(from))
  for (const path of logFiles(from).map((name) => resolve(name))) {
    const handle = await open(path).catch((error: unknown) => {
      if (errorCode(error) === 'ENOENT') throw error
      unreadable.push({ path, reason: errorMessage(error) })
      return null
    })
    if (handle === null) continue
    try {
      yield { path, handle }
    } finally {
      await handle.close()
    }
  }
}
