import { errorMessage } from '../../text/error-message.ts'
import { systemErrorInWords } from '../../text/system-error.ts'

/** Writes a drawing atomically. */
export async function writeDrawing(path: string, svg: string): Promise<void> {
  const { writeWhole } = await import('../../write-whole.ts')
  try {
    writeWhole(path, svg)
  } catch (cause) {
    const message = errorMessage(cause)
    const remedy = systemErrorInWords(message)?.remedy ?? 'give --svg another path'
    throw new Error(`cannot write the drawing ${JSON.stringify(path)}: ${message}\n  ${remedy}`, { cause })
  }
}
