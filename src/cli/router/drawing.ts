import { errorMessage } from '../../text/error-message.ts'

/** Writes a drawing atomically. */
export async function writeDrawing(path: string, svg: string): Promise<void> {
  const { default: writeFileAtomic } = await import('write-file-atomic')
  try {
    await writeFileAtomic(path, svg)
  } catch (cause) {
    throw new Error(
      `cannot write the drawing ${JSON.stringify(path)}: ${errorMessage(cause)}\n  give --svg a path in an existing folder`,
      { cause },
    )
  }
}
