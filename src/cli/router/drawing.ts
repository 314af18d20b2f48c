import { errorMessage } from '../../text/error-message.ts'

/** Writes a drawing, whole or not at all. */
export async function writeDrawing(path: string, svg: string): Promise<void> {
  const { default: writeFileAtomic } = await import('write-file-atomic')
  try {
    await writeFileAtomic(path, svg)
  } catch (cause) {
    throw new Error(
      `the drawing ${JSON.stringify(path)} cannot be written: ${errorMessage(cause)}\n  give --svg a file in a folder that is there`,
      { cause },
    )
  }
}
