import type { Stats } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { onTestFinished } from 'vitest'

type Read = (this: FileHandle, buffer: Buffer, offset: number, length: number, position: number) => Promise<unknown>

/** Reads of a file that fail. */
interface FailingReads {
  /** How many have failed. */
  count: () => number
  end: () => void
}

/** Lets reads of a file fail from a position on, as those of a disk or a network do. */
export async function failReads(path: string, from: number): Promise<FailingReads> {
  const file = await open(path)
  const failing: Stats = await file.stat()
  const handles = Object.getPrototypeOf(file) as { read: Read }
  await file.close()
  const { read } = handles
  let count = 0
  handles.read = async function (...args) {
    if (args[3] >= from && (await this.stat()).ino === failing.ino) {
      count += 1
      throw Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO', errno: -5, syscall: 'read' })
    }
    return read.apply(this, args)
  }
  const end = () => {
    handles.read = read
  }
  onTestFinished(end)
  return { count: () => count, end }
}
